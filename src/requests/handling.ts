import type { Database, Queries, Row, Value } from '../database/database.js';
import { placeholders } from '../database/dialect.js';

/** Something a person did to a request. */
export interface Deed {
  /** ISO 8601 with zone. */
  readonly at: string;
  readonly who: string;
}

/** A deed with its reason, as typed; null once the customer's data are erased. */
export interface ReasonedDeed extends Deed {
  readonly reason: string | null;
}

/** How the identity of whoever asked was made sure of (Art. 12(6) GDPR). */
export const identityMeans = ['in_person', 'account', 'call_back', 'reply', 'document'] as const;
export type IdentityMeans = (typeof identityMeans)[number];

/**
 * Why a request may be refused: Art. 12(5) (manifestly unfounded or excessive), Art. 17(3) a to e, and Art. 11(2) with 12(2) and 12(6)
 * (the person cannot be identified).
 */
export const rejectionGrounds = [
  'manifestly_unfounded',
  'excessive',
  'freedom_of_expression',
  'legal_obligation',
  'public_health',
  'archiving',
  'legal_claims',
  'not_identified',
] as const;
export type RejectionGround = (typeof rejectionGrounds)[number];

/** What was done to a request besides erasing; every part null when it was not. */
export interface Handling {
  /** Earlier day from which the period counts, because an earlier wish of the same person joined; `YYYY-MM-DD`. */
  readonly countsFrom: string | null;
  readonly verification: (Deed & { readonly means: string }) | null;
  readonly extension: ReasonedDeed | null;
  readonly hold: ReasonedDeed | null;
  readonly rejection: (ReasonedDeed & { readonly ground: string }) | null;
  readonly withdrawal: Deed | null;
}

/** Of a request to which nothing was done. */
export const untouched: Handling = {
  countsFrom: null,
  verification: null,
  extension: null,
  hold: null,
  rejection: null,
  withdrawal: null,
};

const text = (value: Value | undefined): string | null =>
  value === undefined || value === null ? null : String(value);

function deed(row: Row, verb: string): Deed | null {
  const at = text(row[`${verb}_at`]);
  return at === null ? null : { at, who: text(row[`${verb}_by`]) ?? '' };
}

function reasoned(row: Row, verb: string, column: string): ReasonedDeed | null {
  const done = deed(row, verb);
  return done === null ? null : { ...done, reason: text(row[column]) };
}

function toHandling(row: Row): Handling {
  const verified = deed(row, 'verified');
  const rejected = reasoned(row, 'rejected', 'rejection_reason');
  return {
    countsFrom: text(row['counts_from']),
    verification: verified === null ? null : { ...verified, means: text(row['verified_means']) ?? '' },
    extension: reasoned(row, 'extended', 'extension_reason'),
    hold: reasoned(row, 'held', 'hold_reason'),
    rejection: rejected === null ? null : { ...rejected, ground: text(row['rejection_ground']) ?? '' },
    withdrawal: deed(row, 'withdrawn'),
  };
}

/** Handling by request id, of the given requests or of all; requests without any are left out. */
export async function readHandling(
  queries: Pick<Database, 'all'>,
  ids?: readonly string[],
): Promise<Map<string, Handling>> {
  if (ids?.length === 0) return new Map();
  const where = ids === undefined ? '' : ` where request_id in (${placeholders(ids.length)})`;
  const rows = await queries.all(`select * from belbo_erase_handling${where}`, ids ?? []);
  return new Map(rows.map((row) => [String(row['request_id']), toHandling(row)]));
}

/** Which of these requests are on hold. */
export async function heldAmong(queries: Pick<Database, 'all'>, requestIds: readonly string[]): Promise<string[]> {
  if (requestIds.length === 0) return [];
  const rows = await queries.all(
    `select request_id from belbo_erase_handling where held_at is not null and request_id in (${placeholders(requestIds.length)})`,
    requestIds,
  );
  return rows.map((row) => String(row['request_id']));
}

/** Columns of `belbo_erase_handling` to be set. */
export type HandlingColumns = Readonly<Record<string, Value>>;

/** Sets columns of a request's handling, whether it has a row yet or not. Inside the caller's transaction. */
export async function writeHandling(trx: Queries, requestId: string, columns: HandlingColumns): Promise<void> {
  const names = Object.keys(columns);
  if (names.length === 0) return;
  const found = await trx.all('select request_id from belbo_erase_handling where request_id = ?', [requestId]);
  const sql =
    found.length > 0
      ? `update belbo_erase_handling set ${names.map((name) => `${name} = ?`).join(', ')} where request_id = ?`
      : `insert into belbo_erase_handling (${[...names, 'request_id'].join(', ')}) values (${placeholders(names.length + 1)})`;
  await trx.run(sql, [...Object.values(columns), requestId]);
}

/**
 * Erases the reasons people typed, which may name the customer, once the customer's data go. That something was done, when and by
 * whom stays (Art. 5(2) GDPR).
 */
export async function minimiseHandling(trx: Queries, requestIds: readonly string[]): Promise<void> {
  if (requestIds.length === 0) return;
  await trx.run(
    `update belbo_erase_handling set extension_reason = null, hold_reason = null, rejection_reason = null where request_id in (${placeholders(requestIds.length)})`,
    requestIds,
  );
}
