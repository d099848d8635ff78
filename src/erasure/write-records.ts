import type { Transaction, Value } from '../database/database.js';
import { insertInto, insertRows } from '../database/statements.js';
import { openRecipients } from '../requests/recipients.js';
import type { OpenStep } from '../requests/request.js';
import type { AppliedRows } from './apply-rows.js';
import { seal } from './identifier-vault.js';
import type { PlannedKeep } from './plan.js';
import type { PreparedErasure } from './prepared.js';
import type { RedactedCells } from './redact-mentions.js';
import type { ErasureSession } from './session.js';
import { joinKey } from './subject.js';

/** The retention stub as it is told about: no base data. */
export interface StubReference {
  readonly id: number;
  readonly until: string;
  readonly basis: readonly string[];
}

/** What the tool's own record of an erasure holds; no personal data. Serialised into `belbo_erase_erasures.report`. */
export interface ErasureReport {
  readonly erased: readonly AppliedRows[];
  readonly redacted: readonly RedactedCells[];
  readonly kept: readonly PlannedKeep[];
  readonly stub: StubReference | null;
  readonly manual: PreparedErasure['plan']['manual'];
  readonly residue: { readonly hits: number; readonly uncertain: number; readonly bytes: number | null } | null;
  /** Normalised kinds only, such as `email`: how many identifiers others hold too, which therefore may still be found. */
  readonly sharedIdentifiers: number;
}

/** What has been done to rows. */
export interface Done {
  readonly erased: readonly AppliedRows[];
  readonly redacted: readonly RedactedCells[];
}

async function insert(
  trx: Transaction,
  table: string,
  rows: readonly Readonly<Record<string, Value>>[],
): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.keys(first);
  for (let at = 0; at < rows.length; at += 50) {
    const values = rows.slice(at, at + 50).map((row) => columns.map((column) => row[column] ?? null));
    await trx.change(insertRows(table, columns, values), table, values.length);
  }
}

/** Writes the stub: base data once, and each row kept with its law and its last day. Null when no row is kept. */
export async function writeStub(
  session: ErasureSession,
  trx: Transaction,
  prepared: PreparedErasure,
): Promise<StubReference | null> {
  const retained = prepared.rows.flatMap((row) => (row.retained === null ? [] : [{ ...row, retained: row.retained }]));
  if (retained.length === 0) return null;
  // Nothing of theirs is kept by law: base data would be kept without a basis.
  const baseData = retained.every(({ retained: { forAnother } }) => forAnother) ? [] : prepared.baseData;
  const until =
    retained
      .map((row) => row.retained.until)
      .sort()
      .at(-1) ?? '';
  const basis = [...new Set(retained.map((row) => row.retained.period.basis))];
  const { sql, bindings } = insertInto('belbo_erase_stubs', {
    request_id: prepared.plan.requestId,
    base_data: JSON.stringify(baseData),
    visible_to: 'owner,accountant',
    retained_until: until,
    created_at: session.now(),
  });
  const id = await trx.insert(sql, bindings);
  await insert(
    trx,
    'belbo_erase_stub_rows',
    retained.map(({ table, key, retained: { period, until: last } }) => ({
      stub_id: id,
      table_name: table.name,
      row_key: joinKey(key),
      retention_class: period.retentionClass,
      basis: period.basis,
      retained_until: last,
      after_expiry:
        table.mapped.retention !== undefined && 'after' in table.mapped.retention
          ? table.mapped.retention.after
          : 'delete',
    })),
  );
  return { id, until, basis };
}

/**
 * Writes, inside the erasure's transaction, all that remains of it besides the stub: the sealed identifiers for the steps to come,
 * the event, and the marker row by which a later run knows that this was done.
 */
export async function writeRecords(
  session: ErasureSession,
  trx: Transaction,
  prepared: PreparedErasure,
  { erased, redacted, stub }: Done & { readonly stub: StubReference | null },
): Promise<void> {
  const { plan } = prepared;
  const sealed = seal(
    {
      identifiers: prepared.subject.identifiers,
      records: prepared.subject.records,
      formerRecords: prepared.formerRecords,
      traces: prepared.traces,
      manual: prepared.manualItems,
      shared: [...prepared.sharedIdentifiers],
      addressee: prepared.addressee,
    },
    plan.requestId,
    session.key,
  );
  await insert(trx, 'belbo_erase_identifiers', [{ request_id: plan.requestId, ...sealed, created_at: session.now() }]);
  const { recipients = [], letter = false } = session.afterwards ?? {};
  await openRecipients(trx, plan.requestId, recipients, session.now());
  const steps: OpenStep[] = [
    'residue',
    ...(session.db.engine === 'sqlite' ? (['bytes'] as const) : []),
    ...(plan.manual.length > 0 ? (['manual'] as const) : []),
    ...(session.afterwards?.backups === true ? (['backups'] as const) : []),
    ...(recipients.length > 0 ? (['recipients'] as const) : []),
    ...(letter ? (['letter'] as const) : []),
  ];
  const report: ErasureReport = {
    erased,
    redacted,
    kept: plan.kept,
    stub,
    manual: plan.manual,
    residue: null,
    sharedIdentifiers: prepared.sharedIdentifiers.size,
  };
  await insert(trx, 'belbo_erase_erasures', [
    {
      request_id: plan.requestId,
      status: 'erased',
      map: plan.map,
      fingerprint: plan.fingerprint,
      erased_at: session.now(),
      completed_at: null,
      open_steps: steps.join(','),
      report: JSON.stringify(report),
    },
  ]);
  // Not `change`: with it all that waits has been carried out, and who turns back at the last moment does not come too late.
  const event = { request_id: plan.requestId, at: session.now(), who: session.who, event: 'erased', details: null };
  const { sql, bindings } = insertInto('belbo_erase_events', event);
  await trx.run(sql, bindings);
}
