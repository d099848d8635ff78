import type { Identifiers } from '../../src/customers/identifiers.js';
import { bytesSource } from '../../src/backups/byte-source.js';
import { compileSearch, type BackupSearch } from '../../src/backups/compile-search.js';
import { scrubCsv } from '../../src/backups/scrub-csv.js';
import type { ScrubOptions } from '../../src/backups/scrub-options.js';
import type { CsvOutcome } from '../../src/backups/types.js';
import { identifiers } from '../customers/person.js';

/** A person's identifiers, and which of them others in the calendar hold as well. */
export type TestPerson = Partial<Identifiers> & { readonly shared?: readonly string[] };

/** Result of a scrub in memory. */
export interface Scrubbed {
  readonly outcome: CsvOutcome;
  readonly bytes: Buffer;
}

/** Most tests of a file look for the same people. */
const searches = new Map<string, BackupSearch>();

function searchFor(people: readonly TestPerson[]): BackupSearch {
  const id = JSON.stringify(people);
  const known = searches.get(id);
  if (known !== undefined) return known;
  const search = compileSearch(
    people.map(({ shared = [], ...each }, subject) => ({ subject, identifiers: identifiers(each), shared })),
  );
  searches.set(id, search);
  return search;
}

/** Scrubs bytes of these people, numbered from 0 on; what is not changed is handed back as it was. */
export async function scrub(
  bytes: Uint8Array | string,
  people: readonly TestPerson[],
  options: Partial<ScrubOptions> = {},
): Promise<Scrubbed> {
  const input = Buffer.from(bytes as Uint8Array);
  const search = searchFor(people);
  const written: Buffer[] = [];
  const outcome = await scrubCsv(
    bytesSource(input),
    { write: (part) => void written.push(Buffer.from(part)) },
    search,
    { action: 'remove', ...options },
  );
  return { outcome, bytes: outcome.changed ? Buffer.concat(written) : input };
}

/** The same, as text. */
export async function scrubText(
  text: string,
  people: readonly TestPerson[],
  options: Partial<ScrubOptions> = {},
): Promise<{ readonly outcome: CsvOutcome; readonly text: string }> {
  const { outcome, bytes } = await scrub(Buffer.from(text, 'utf8'), people, options);
  return { outcome, text: bytes.toString('utf8') };
}
