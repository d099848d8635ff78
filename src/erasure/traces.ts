import { groupBy } from '../group-by.js';
import type { Row } from '../database/database.js';
import { normaliseEmail, normalisePhone } from '../customers/normalise.js';
import type { DecidedRow } from './decide-rows.js';
import type { Draft } from './draft-subject.js';
import type { IdentifierKey } from './holders.js';
import type { TraceTexts } from './identifier-vault.js';
import { readRows } from '../database/read-rows.js';
import type { ErasureSession } from './session.js';
import { joinKey } from './subject.js';

/** Shorter notes ("VIP", "Stammkundin") stand in many rows and prove nothing. */
const shortestNote = 16;

export interface Traces {
  readonly traces: TraceTexts;
  readonly manualItems: Readonly<Record<string, readonly string[]>>;
}

function texts(rows: readonly Row[], columns: readonly string[]): string[] {
  return rows.flatMap((row) => columns.flatMap((column) => (typeof row[column] === 'string' ? [row[column]] : [])));
}

/** Columns of rows that go: notes for the proof of bytes, paths and the like for the manual steps. */
function noteColumns(session: ErasureSession, table: string): readonly string[] {
  // The files of a server are not ours to read.
  return session.db.engine === 'sqlite' ? (session.resolved.map.mentions[table] ?? []) : [];
}

function manualColumns({ resolved: { map } }: ErasureSession, table: string): string[] {
  return map.manual.flatMap((step) => (step.table === table && step.column !== undefined ? [step.column] : []));
}

/** Rows that go, with what `findTraces` looks at: by table, then by joined key. */
export type GoingRows = ReadonlyMap<string, ReadonlyMap<string, Row>>;

/** Reads of rows that go what `findTraces` looks at, those of several subjects together. */
export async function readGoing(session: ErasureSession, rows: readonly DecidedRow[]): Promise<GoingRows> {
  const { info } = session.resolved.subject;
  const wanted = groupBy(
    rows.filter(({ table, action }) => action === 'delete' && table.name !== info.name),
    ({ table }) => table,
  );
  const read = await Promise.all(
    [...wanted].map(async ([table, going]): Promise<[string, Map<string, Row>]> => {
      const keys = going.map(({ key }) => key);
      const columns = [...manualColumns(session, table.name), ...noteColumns(session, table.name)];
      const all = [...new Set([...table.key, ...columns])];
      const stored = columns.length === 0 ? [] : await readRows(session.db, table.name, all, table.key, keys);
      const idOf = (row: Row): string => joinKey(table.key.map((column) => String(row[column])));
      return [table.name, new Map(stored.map((row) => [idOf(row), row]))];
    }),
  );
  return new Map(read);
}

/**
 * Texts that identify the subject and must not remain in the bytes of an SQLite file (MySQL's files are not ours to read:
 * there the list is empty), and the things to be done by hand. Values somebody else holds as well are left out: they stay.
 */
export function findTraces(
  session: ErasureSession,
  { subject, records }: Pick<Draft, 'subject' | 'records'>,
  rows: readonly DecidedRow[],
  shared: ReadonlySet<IdentifierKey>,
  read: GoingRows,
): Traces {
  const { map, subject: own } = session.resolved;
  // What somebody else loses this one may only let go.
  const deleted = rows.filter(({ action }) => action === 'delete');
  const going = new Map(
    [...groupBy(deleted, ({ table }) => table.name)].map(([table, some]): [string, Row[]] => {
      const ofTable = read.get(table);
      return [table, some.map(({ key }) => ofTable?.get(joinKey(key))).filter((row) => row !== undefined)];
    }),
  );
  const manualItems: Record<string, string[]> = {};
  for (const step of map.manual) {
    const { table, column } = step;
    if (table === undefined || column === undefined) continue;
    const items = texts(going.get(table) ?? [], [column]).filter((item) => item !== '');
    if (items.length > 0) manualItems[step.code] = items;
  }
  if (session.db.engine !== 'sqlite') return { traces: { identifiers: [], notes: [] }, manualItems };
  const notes = [
    ...texts(map.subject.rows === 'delete' ? records : [], noteColumns(session, own.info.name)),
    ...[...going].flatMap(([table, found]) => texts(found, noteColumns(session, table))),
  ].filter((note) => note.trim().length >= shortestNote);
  const { emails, phones } = subject.identifiers;
  const exclusive = [
    ...emails.filter((email) => !shared.has(`email:${normaliseEmail(email)}`)),
    ...phones.filter((phone) => !shared.has(`phone:${normalisePhone(phone, session.country) ?? ''}`)),
  ];
  return { traces: { identifiers: [...new Set(exclusive)], notes: [...new Set(notes)] }, manualItems };
}
