import { identifiersOf } from '../customers/read-identifiers.js';
import type { Queries } from '../database/database.js';
import { keyValue } from '../database/dialect.js';
import { readRows } from '../database/read-rows.js';
import { isForeign } from '../data-map/links.js';
import type { MergeSession } from './session.js';

/**
 * Values, in lower case, that other rows of these records confirm: the e-mail of an online account is one somebody logs in
 * with, while that of a record may be what was understood on the phone.
 */
export async function readVerified(
  session: MergeSession,
  queries: Queries,
  keys: readonly string[],
): Promise<ReadonlySet<string>> {
  const verified = new Set<string>();
  const { resolved } = session;
  if (resolved.subject.key.length !== 1) return verified;
  for (const table of resolved.tables) {
    const { identifiers } = table.mapped;
    if (identifiers === undefined) continue;
    for (const link of table.links.filter(isForeign)) {
      const [column] = link.columns;
      const info = table.info.columns.get(column ?? '');
      if (link.to !== resolved.subject.info.name || info === undefined || link.columns.length !== 1) continue;
      const names = Object.values(identifiers).flatMap((value) => value ?? []);
      const rows = await readRows(
        queries,
        table.name,
        [...new Set(names)],
        link.columns,
        keys.map((key) => [keyValue(info, key)]),
      );
      const { emails, phones } = identifiersOf(rows, identifiers);
      for (const value of [...emails, ...phones]) verified.add(value.toLowerCase());
    }
  }
  return verified;
}
