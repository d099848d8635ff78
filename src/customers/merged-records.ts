import type { Queries, Row, Value } from '../database/database.js';
import { placeholders } from '../database/dialect.js';
import type { Identifiers } from './identifiers.js';
import { foldName, normaliseCustomerNumber, normaliseEmail, normalisePhone } from './normalise.js';
import { joinIdentifiers } from './read-identifiers.js';
import { unsealJson } from './seal.js';

/** What records that were merged into a person's are still found by. */
export interface MergedRecords {
  readonly identifiers: Identifiers;
  /** Keys the records had. */
  readonly keys: readonly string[];
  /** What the records held before, those that went as well as those that took them over. */
  readonly former: readonly Row[];
  /** Numbers of merges whose sealed identifiers cannot be read: the key file is another one. Without those given up. */
  readonly unreadable: readonly number[];
}

function comparable({ numbers, emails, phones, names }: Identifiers): Set<string> {
  return new Set([
    ...numbers.map((each) => `number:${normaliseCustomerNumber(each)}`),
    ...emails.map((each) => `email:${normaliseEmail(each)}`),
    ...phones.map((each) => `phone:${normalisePhone(each) ?? each}`),
    ...names.map(({ given, family }) => `name:${foldName(`${given} ${family}`)}`),
  ]);
}

/** An engine may give the key of a deleted record to a stranger: whoever has nothing in common with the merge is not its person. */
function isSamePerson(current: Identifiers, sealed: Identifiers): boolean {
  const known = comparable(sealed);
  return [...comparable(current)].some((each) => known.has(each));
}

/** Merges that any of these records holds, newest first; to be handed to `joinMerged`. */
export async function readMerges(queries: Queries, keys: readonly string[]): Promise<Row[]> {
  const rows: Row[] = [];
  for (let at = 0; at < keys.length; at += 500) {
    const some = keys.slice(at, at + 500);
    const sql = `select id, holder_key, fingerprint, merged_keys, nonce, tag, ciphertext from belbo_erase_merges where undone_at is null and ciphertext is not null and holder_key in (${placeholders(some.length)})`;
    rows.push(...(await queries.all(sql, some)));
  }
  return rows.sort((a, b) => Number(b['id']) - Number(a['id']));
}

/** The part of a merge's sealed content that is read here. `merge/snapshot.ts` writes it. */
interface SealedMerge {
  readonly identifiers: Identifiers;
  readonly steps: readonly {
    readonly kind: 'set' | 'insert';
    readonly table: string;
    readonly key: readonly string[];
    readonly row?: StoredCells;
    readonly before?: StoredCells;
  }[];
}
type StoredCells = Readonly<Record<string, Value | { readonly hex: string }>>;

function cellsOf(stored: StoredCells): Row {
  return Object.fromEntries(
    Object.entries(stored).map(([column, value]) => [
      column,
      typeof value === 'object' && value !== null && 'hex' in value ? Buffer.from(value.hex, 'hex') : value,
    ]),
  );
}

/** Records as they were before a merge; `current` goes back in time with them. */
function recordsBefore({ steps }: SealedMerge, table: string, current: Map<string, Row>): Row[] {
  const before: Row[] = [];
  for (const step of steps) {
    if (step.table !== table) continue;
    const cells = cellsOf((step.kind === 'insert' ? step.row : step.before) ?? {});
    const key = step.key.join('\u001f');
    const row = step.kind === 'insert' ? cells : { ...current.get(key), ...cells };
    current.set(key, row);
    before.push(row);
  }
  return before;
}

/** The person's records as they are. */
export interface CurrentRecords {
  readonly table: string;
  /** By joined key. */
  readonly rows: ReadonlyMap<string, Row>;
  readonly identifiers: Identifiers;
}

/**
 * Identifiers of all records that were ever merged into these, old spellings included, joined to the current ones.
 * @param merges what `readMerges` read, of these and perhaps of other records
 * @param keys the person's records
 * @param current what these records hold today
 */
export function joinMerged(
  merges: readonly Row[],
  keys: readonly string[],
  current: CurrentRecords,
  key: Buffer,
): MergedRecords {
  const rows = merges.filter((row) => keys.includes(String(row['holder_key'])));
  let { identifiers } = current;
  const rowsNow = new Map(current.rows);
  const former: Row[] = [];
  const unreadable: number[] = [];
  const merged: string[] = [];
  for (const row of rows) {
    const sealed = { nonce: String(row['nonce']), tag: String(row['tag']), ciphertext: String(row['ciphertext']) };
    // What this tool sealed itself, authenticated: its shape is known.
    const content = unsealJson(sealed, `merge:${String(row['fingerprint'])}`, key) as SealedMerge | null;
    if (content === null) unreadable.push(Number(row['id']));
    else if (isSamePerson(identifiers, content.identifiers)) {
      identifiers = joinIdentifiers(identifiers, content.identifiers);
      former.push(...recordsBefore(content, current.table, rowsNow));
      merged.push(...(JSON.parse(String(row['merged_keys'])) as string[]));
    }
  }
  return { identifiers, keys: merged, former, unreadable };
}

/**
 * Forgets merges that these records hold: their snapshots and sealed identifiers die with the person. Of those that were undone nothing
 * but keys is left; they go with the records that were merged again later as well.
 * @param former keys of records that were merged into these
 */
export async function forgetMerges(
  queries: Queries,
  keys: readonly string[],
  former: readonly string[],
): Promise<void> {
  const remove = async (condition: string, of: readonly string[]): Promise<void> => {
    if (of.length > 0)
      await queries.run(
        `delete from belbo_erase_merges where ${condition}holder_key in (${placeholders(of.length)})`,
        of,
      );
  };
  await remove('', keys);
  await remove('undone_at is not null and ', former);
}
