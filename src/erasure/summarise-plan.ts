import type { Mention } from './classify-mentions.js';
import { groupBy } from '../group-by.js';
import type { CollectedRow } from './collect.js';
import type { DecidedRow } from './decide-rows.js';
import type {
  ErasurePlan,
  ManualStep,
  PlanBlocker,
  PlannedAction,
  PlannedKeep,
  PlannedMention,
  PlannedTable,
  StaffLogin,
} from './plan.js';
import type { ErasureSession } from './session.js';
import { joinKey, type Subject } from './subject.js';

interface Findings {
  readonly rows: readonly DecidedRow[];
  readonly mentions: readonly Mention[];
  readonly logins: readonly StaffLogin[];
  /** Rows left alone because somebody else holds the value that matched them. */
  readonly left: readonly CollectedRow[];
  readonly manualItems: Readonly<Record<string, readonly string[]>>;
  readonly blockers: ReadonlyMap<string, number>;
  /** A person has put the request, or another open one of the same customer, on hold. */
  readonly held: boolean;
  /** Keys of records that may be the same person. */
  readonly undecided: readonly string[];
  readonly unreadableMerges: readonly number[];
  readonly fingerprint: string;
}

/** Groups without losing the order in which the groups first appear. */
function tally<T, R>(items: readonly T[], idOf: (item: T) => string, fold: (group: readonly T[]) => R): R[] {
  return [...groupBy(items, idOf).values()].map(fold);
}

function tablesOf(session: ErasureSession, subject: Subject, rows: readonly DecidedRow[]): PlannedTable[] {
  const own: PlannedTable = {
    table: session.resolved.subject.info.name,
    action: session.resolved.map.subject.rows === 'mask' ? 'mask' : 'delete',
    rows: subject.records.length,
    cascaded: 0,
  };
  const others = tally(
    rows,
    (row) => `${row.table.name} ${row.action}`,
    (group): PlannedTable => ({
      table: group[0]?.table.name ?? '',
      action: group[0]?.action ?? 'delete',
      rows: group.length,
      cascaded: group.filter((row) => row.cascaded).length,
    }),
  );
  const rank: Record<PlannedAction, number> = { delete: 0, mask: 1, detach: 2, keep: 3, block: 4 };
  return [own, ...others.filter((each) => each.action !== 'block').sort((a, b) => rank[a.action] - rank[b.action])];
}

function keptOf(rows: readonly DecidedRow[]): PlannedKeep[] {
  const retained = rows.flatMap((row) => (row.retained === null ? [] : [{ table: row.table.name, ...row.retained }]));
  return tally(
    retained,
    (each) => `${each.table} ${each.period.basis}`,
    (group): PlannedKeep => ({
      table: group[0]?.table ?? '',
      rows: group.length,
      retentionClass: group[0]?.period.retentionClass ?? '',
      basis: group[0]?.period.basis ?? '',
      until:
        group
          .map((each) => each.until)
          .sort()
          .at(-1) ?? '',
      undated: group.filter((each) => each.dateUnreadable).length,
    }),
  );
}

function mentionsOf(mentions: readonly Mention[]): PlannedMention[] {
  return tally(
    mentions,
    (each) => `${each.table}.${each.column}`,
    (group): PlannedMention => ({
      table: group[0]?.table ?? '',
      column: group[0]?.column ?? '',
      rows: group.filter((each) => !each.uncertain).length,
      uncertain: group.filter((each) => each.uncertain).length,
    }),
  );
}

/** Tables of which more rows would be touched than their ceiling allows: one slip must not take half the database along. */
function ceilingBlockers(session: ErasureSession, tables: readonly PlannedTable[]): PlanBlocker[] {
  const { map } = session.resolved;
  const ceilingOf = (table: string): number =>
    session.resolved.tables.find((each) => each.name === table)?.ceiling ?? map.subject.ceiling ?? map.ceilings.default;
  const touched = tally(
    tables,
    (each) => each.table,
    (group) => ({ table: group[0]?.table ?? '', rows: group.reduce((sum, each) => sum + each.rows, 0) }),
  );
  return touched
    .filter(({ table, rows }) => rows > ceilingOf(table))
    .map(({ table, rows }) => ({
      code: 'ceiling',
      table,
      rows,
      detail: { ceiling: String(ceilingOf(table)) },
      forcible: false,
    }));
}

/** Undecided records that a plan names; of further ones it tells the number. */
const namedRecords = 20;

/** While it is not known which records are the person's, an erasure could leave one behind. No flag lifts this. */
function identityBlockers({ undecided, unreadableMerges }: Findings): PlanBlocker[] {
  const common = { table: null, forcible: false };
  return [
    ...(undecided.length === 0
      ? []
      : [
          {
            ...common,
            code: 'undecided_duplicates',
            rows: undecided.length,
            detail: {
              keys: undecided.slice(0, namedRecords).join(', '),
              more: String(Math.max(0, undecided.length - namedRecords)),
            },
          },
        ]),
    ...(unreadableMerges.length === 0
      ? []
      : [
          {
            ...common,
            code: 'sealed_merges',
            rows: unreadableMerges.length,
            detail: { merges: unreadableMerges.join(', ') },
          },
        ]),
  ];
}

function blockersOf(session: ErasureSession, findings: Findings, tables: readonly PlannedTable[]): PlanBlocker[] {
  const logins = findings.logins.map((login): PlanBlocker => ({
    code: login.lastOwner ? 'last_owner_login' : 'staff_login',
    table: null,
    rows: 1,
    detail: { login: login.login, reason: login.reason },
    forcible: !login.lastOwner,
  }));
  const mapped = session.resolved.map.blockers.flatMap((blocker): PlanBlocker[] => {
    const rows = findings.blockers.get(blocker.code) ?? 0;
    return rows === 0
      ? []
      : [{ code: blocker.code, table: blocker.table, rows, detail: blocker.text, forcible: false }];
  });
  const uncertain = findings.mentions.filter((each) => each.uncertain).length;
  const doubts: PlanBlocker[] =
    uncertain === 0 ? [] : [{ code: 'uncertain_mentions', table: null, rows: uncertain, detail: {}, forcible: true }];
  const blocking = tally(
    findings.rows.filter((row) => row.action === 'block'),
    (row) => row.table.name,
    (group): PlanBlocker => ({
      code: 'blocking_rows',
      table: group[0]?.table.name ?? '',
      rows: group.length,
      detail: {},
      forcible: false,
    }),
  );
  const hold: PlanBlocker[] = findings.held
    ? [{ code: 'hold', table: null, rows: 1, detail: {}, forcible: false }]
    : [];
  return [
    ...hold,
    ...identityBlockers(findings),
    ...logins,
    ...mapped,
    ...blocking,
    ...ceilingBlockers(session, tables),
    ...doubts,
  ];
}

function manualOf(session: ErasureSession, items: Findings['manualItems']): ManualStep[] {
  return session.resolved.map.manual.flatMap((step): ManualStep[] => {
    if (step.table === undefined) return [{ code: step.code, title: step.text, count: null }];
    const count = items[step.code]?.length ?? 0;
    return count === 0 ? [] : [{ code: step.code, title: step.text, count }];
  });
}

/** The printable plan: counts, reasons and names of tables; nothing of the person but the keys of the records. */
export function summarise(session: ErasureSession, subject: Subject, findings: Findings): ErasurePlan {
  const tables = tablesOf(session, subject, findings.rows);
  return {
    requestId: subject.requestId,
    map: session.resolved.map.name,
    fingerprint: findings.fingerprint,
    records: subject.records.map(joinKey),
    tables,
    kept: keptOf(findings.rows),
    mentions: mentionsOf(findings.mentions),
    sharedRows: tally(
      findings.left,
      (row) => row.table.name,
      (group) => ({ table: group[0]?.table.name ?? '', rows: group.length }),
    ),
    blockers: blockersOf(session, findings, tables),
    manual: manualOf(session, findings.manualItems),
    missingIndexes: session.resolved.missingIndexes,
  };
}
