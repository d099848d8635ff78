import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { bytesSource } from '../../src/backups/byte-source.js';
import { compileSearch } from '../../src/backups/compile-search.js';
import { scrubCsv } from '../../src/backups/scrub-csv.js';
import type { ScrubOptions } from '../../src/backups/scrub-options.js';
import type { CsvOutcome, RecordDecision } from '../../src/backups/types.js';
import { checkRewritten } from '../../src/backups/verify-content.js';
import { identifiers } from '../customers/person.js';

/* What has been decided is carried out, and the result stands when it is read again. */

const anna = identifiers({
  numbers: ['K-100234'],
  emails: ['anna.mueller@web.de'],
  phones: ['0171 3920058'],
  names: [{ given: 'Anna', family: 'Müller' }],
  birthDates: ['1980-03-05'],
});
const peter = identifiers({ names: [{ given: 'Peter', family: 'Müller' }], phones: ['0171 3920058'] });

const header = 'Kundennr.;Vorname;Nachname;E-Mail;Telefon;Notiz';

/** Scrubs, with decisions by record, and reads the result again as before it takes the place of the old file. */
async function decided(
  lines: readonly string[],
  decisions: Readonly<Record<string, RecordDecision>> = {},
  people = [anna],
): Promise<{ text: string; outcome: CsvOutcome }> {
  const byDigest = new Map(
    Object.entries(decisions).map(([line, decision]) => [
      createHash('sha256')
        .update(line + '\n')
        .digest('hex'),
      decision,
    ]),
  );
  const search = compileSearch(people.map((each, subject) => ({ subject, identifiers: each })));
  const options: ScrubOptions = { action: 'remove', decide: ({ digest }) => byDigest.get(digest) ?? 'undecided' };
  const written: Buffer[] = [];
  const source = bytesSource(Buffer.from(lines.map((line) => line + '\n').join('')));
  const sink = { write: (bytes: Uint8Array) => void written.push(Buffer.from(bytes)) };
  const first = await scrubCsv(source, sink, search, options);
  const result = Buffer.concat(written);
  const { outcome } = await checkRewritten(
    async (again, none) => scrubCsv(again, none, search, options),
    bytesSource(result),
    first,
  );
  return { text: result.toString(), outcome };
}

describe('a record that goes by decision', () => {
  const own = ';Anna;Müller;;;';
  const note = 'K-7;Bob;Meier;;;kennt Anna Müller';

  it('is nobody else any more: a mention of the name goes', async () => {
    const { text, outcome } = await decided([header, own, note], { [own]: 'remove' });
    expect(text).toBe(`${header}\nK-7;Bob;Meier;;;kennt [gelöscht]\n`);
    expect(outcome.review).toEqual([]);
  });

  it('leaves a mention that was decided to stay', async () => {
    const { text } = await decided([header, own, note], { [own]: 'remove', [note]: 'keep' });
    expect(text).toBe(`${header}\n${note}\n`);
  });

  it('does not share the e-mail any more', async () => {
    const husband = 'K-8;Peter;Müller;anna.mueller@web.de;;';
    const bare = ';;;anna.mueller@web.de;;';
    const { text } = await decided([header, husband, bare, note], { [husband]: 'remove' });
    expect(text).toBe(`${header}\nK-7;Bob;Meier;;;kennt [gelöscht]\n`);
    const kept = await decided([header, husband, bare, note], { [husband]: 'remove', [bare]: 'keep' });
    expect(kept.text).toBe(`${header}\n${bare}\nK-7;Bob;Meier;;;kennt [gelöscht]\n`);
  });
});

it('a record of one subject that goes does not share the phone of another', async () => {
  const { text } = await decided([header, 'K-100234;Anna;Müller;;0171 3920058;', ';;;;0171 3920058;'], {}, [
    anna,
    peter,
  ]);
  expect(text).toBe(`${header}\n`);
});

it('lines of what stays are those of the file as it is afterwards', async () => {
  const open = ';Anna;Müller;;;';
  const lines = [header, 'K-100234;Anna;Müller;;;', 'K-7;Bob;Meier;;;', open];
  const { outcome } = await decided(lines);
  expect(outcome.review.map(({ line, record, cells }) => [line, record, cells[1]])).toEqual([[3, 2, 'Anna']]);
  expect(outcome.residue).toMatchObject([{ reason: 'name_only', line: 3, record: 2 }]);
  expect(outcome).toMatchObject({ removed: 1, records: 3 });
});

it('a record that stays by decision, with a mention taken out, is asked about again in the same run', async () => {
  const husband = 'K-8;Peter;Müller;anna.mueller@web.de;;ruft für Anna Müller an';
  const { outcome, text } = await decided([header, husband], { [husband]: 'keep' });
  expect(text).toBe(`${header}\nK-8;Peter;Müller;anna.mueller@web.de;;ruft für [gelöscht] an\n`);
  expect(outcome.review.map(({ reason }) => reason)).toEqual(['other_name']);
  expect(outcome.perSubject).toEqual([{ subject: 0, removed: 0, redacted: 1, review: 1 }]);
});
