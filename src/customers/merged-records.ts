import type { Queries, Row } from '../database/database.js';
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
  /** Merges whose sealed identifiers cannot be read: the key file is missing or another one. */
  readonly unreadable: number;
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
    const sql = `select id, holder_key, fingerprint, merged_keys, nonce, tag, ciphertext from belbo_erase_merges where undone_at is null and holder_key in (${placeholders(some.length)})`;
    rows.push(...(await queries.all(sql, some)));
  }
  return rows.sort((a, b) => Number(b['id']) - Number(a['id']));
}

/**
 * Identifiers of all records that were ever merged into these, old spellings included, joined to the current ones.
 * @param merges what `readMerges` read, of these and perhaps of other records
 * @param keys the person's records
 * @param current identifiers these records hold today
 */
export function joinMerged(
  merges: readonly Row[],
  keys: readonly string[],
  current: Identifiers,
  key: Buffer,
): MergedRecords {
  const rows = merges.filter((row) => keys.includes(String(row['holder_key'])));
  let identifiers = current;
  let unreadable = 0;
  const merged: string[] = [];
  for (const row of rows) {
    const sealed = { nonce: String(row['nonce']), tag: String(row['tag']), ciphertext: String(row['ciphertext']) };
    // What this tool sealed itself, authenticated: its shape is known.
    const content = unsealJson(sealed, `merge:${String(row['fingerprint'])}`, key) as {
      identifiers: Identifiers;
    } | null;
    if (content === null) unreadable += 1;
    else if (isSamePerson(identifiers, content.identifiers)) {
      identifiers = joinIdentifiers(identifiers, content.identifiers);
      merged.push(...(JSON.parse(String(row['merged_keys'])) as string[]));
    }
  }
  return { identifiers, keys: merged, unreadable };
}

/** Forgets merges that these records hold: their snapshots and sealed identifiers die with the person. */
export async function forgetMerges(queries: Queries, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  await queries.run(`delete from belbo_erase_merges where holder_key in (${placeholders(keys.length)})`, keys);
}
