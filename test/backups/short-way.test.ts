import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bytesSource, readSource } from '../../src/backups/byte-source.js';
import { compileSearch, type BackupSearch } from '../../src/backups/compile-search.js';
import { detectDialect, type DetectedDialect } from '../../src/backups/detect-dialect.js';
import { judge } from '../../src/backups/judge.js';
import { RecordReader } from '../../src/backups/record-evidence.js';
import { viewRecord } from '../../src/backups/record-view.js';
import { candidateTest, scanRecords, type Candidate } from '../../src/backups/scan-records.js';
import { ShortWay } from '../../src/backups/short-way.js';
import { wasmScanner } from '../../src/backups/wasm-scanner.js';
import { identifiers } from '../customers/person.js';

const people = [
  {
    numbers: ['K-1001'],
    emails: ['fischer12@web.de', 'jm@gmail.com'],
    phones: ['0171 3920058'],
    names: [{ given: 'Jörg', family: 'Fischer' }],
    birthDates: ['1984-05-03'],
    streets: ['Hauptstraße 12'],
  },
  { numbers: ['K-1002'], names: [{ given: 'Hans-Peter', family: 'Fischer' }], birthDates: ['1960-02-01'] },
  { numbers: ['K-1003'], names: [{ given: 'Joerg', family: 'Fischer' }], birthDates: ['1990-12-24'] },
  { numbers: ['K-1004'], emails: ['anna@web.de'], names: [{ given: 'Anna', family: 'Åse' }] },
  { emails: ['keine'], names: [{ given: 'Anna', family: 'Jörg' }], birthDates: ['1984-05-03'] },
].map((each, subject) => ({ subject, identifiers: identifiers(each), shared: subject === 3 ? ['name:anna ase'] : [] }));

const header = 'Kundennr.;Anrede;Vorname;Nachname;Geburtsdatum;E-Mail;Telefon;Straße;Hausnummer;Ort;Notiz';

/** What the columns may hold: of the subjects, nearly so, and of nobody; the first is what they mostly hold. */
const columns = [
  ['', 'K-1001', 'k-1001', 'K-10011', 'K-1002', '77', 'ß'],
  ['', 'Herr', 'Frau Dr.', 'Anna', 'Fischer'],
  ['Jörg', 'JÖRG', 'Joerg', 'Jorg', 'Hans-Peter', 'Peter', 'Hans', 'Anna', 'Anna M.', 'Fischer', '', 'Jörg und Anna'],
  [
    'Fischer',
    'Fischers',
    'FISCHER',
    'Ficher',
    'Fichser',
    'Jörg',
    'Åse',
    'Aase',
    'Ase',
    'Fischer-Jörg',
    '',
    "Fisch''er",
  ],
  ['07.07.1977', '03.05.1984', '05.03.1984', '5/3/1984', '01.02.1960', '24.12.1990', '', '03.05.1984 '],
  [
    '',
    'fischer12@web.de',
    'Fischer12@web.de',
    'fischer21@web.de',
    'mj@gmail.com',
    'anna@web.de',
    'keine',
    'jörg.fischer@web.de',
  ],
  ['', '0171 3920058', '0171/392 00 58', '0172 3920058', '030 3920058'],
  ['', 'Hauptstr. 12', 'Hauptstraße', 'Hauptstr. 1', 'Nebenweg 12, Köln'],
  ['', '12', '3'],
  ['', 'Köln', 'Jörg', 'Anna'],
  [
    '',
    'Fischer',
    'Freundin von Jörg Fischer',
    'Fischer kommt; Anna auch',
    'eine Zeile\nK-9;Anna;Åse;2;3;4;5;6;7;8;9',
    'Zeile\nZeile',
    'a "b" c',
  ],
] as const;

const row = fc
  .tuple(
    ...columns.map((texts) =>
      fc.tuple(
        fc.oneof({ weight: 2, arbitrary: fc.constant(texts[0]) }, fc.constantFrom(...texts)),
        fc.integer({ min: 0, max: 19 }),
      ),
    ),
  )
  .map((cells) =>
    cells
      .map(([text, how]) => {
        if (how === 0) return `"${text.replaceAll('"', '""')}" `;
        return how === 1 || /[;\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
      })
      .join(';'),
  );

async function candidatesOf(
  text: string,
  search: BackupSearch,
): Promise<{ readonly detected: DetectedDialect; readonly candidates: readonly Candidate[] }> {
  const source = bytesSource(Buffer.from(text));
  const detected = await detectDialect(source, { delimiter: ';' });
  const scanner = await wasmScanner(detected, search, candidateTest(detected, search));
  const candidates: Candidate[] = [];
  await scanRecords(
    readSource(source),
    detected.start,
    scanner,
    () => undefined,
    (each) => candidates.push({ ...each, bytes: Uint8Array.from(each.bytes) }),
  );
  return { detected, candidates };
}

it('the short way says what the long way says, and is taken', async () => {
  const search = compileSearch(people);
  const reader = new RecordReader(search);
  const taken = { own: 0, namesake: 0, nobody: 0 };
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 10, maxLength: 40 }), async (rows) => {
      const { detected, candidates } = await candidatesOf([header, ...rows, ''].join('\r\n'), search);
      const short = new ShortWay(search, detected);
      for (const candidate of candidates) {
        const said = short.judge(candidate, true);
        if (said === null) continue;
        const view = viewRecord(candidate.bytes, candidate.index, detected);
        const verdicts = reader.read(view).map((each) => ({ subject: each.subject, kind: judge(each).kind }));
        const something = verdicts.filter(({ kind }) => kind !== 'none');
        const record = Buffer.from(candidate.bytes).toString();
        const expected = said.subjects.map((subject) => ({ subject, kind: said.kind }));
        taken[said.subjects.length === 0 ? 'nobody' : said.kind] += 1;
        if (said.kind === 'own')
          expect({ record, something }).toMatchObject({ something: expect.arrayContaining(expected) as unknown });
        else
          expect({ record, something: something.sort((a, b) => a.subject - b.subject) }).toEqual({
            record,
            something: expected,
          });
        // Own records that are to be rewritten take the long way.
        expect(short.judge(candidate, false)).toEqual(said.kind === 'own' ? null : said);
      }
    }),
    { numRuns: 300 },
  );
  expect(Math.min(taken.own, taken.namesake, taken.nobody)).toBeGreaterThan(100);
});
