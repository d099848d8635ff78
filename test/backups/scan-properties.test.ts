import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesSource, readSource, windowFor } from '../../src/backups/byte-source.js';
import { compileSearch } from '../../src/backups/compile-search.js';
import { detectDialect } from '../../src/backups/detect-dialect.js';
import { encode } from '../../src/backups/encodings.js';
import {
  candidateTest,
  largestWindow,
  plainScanner,
  scanRecords,
  type WindowScanner,
} from '../../src/backups/scan-records.js';
import { RecordReader } from '../../src/backups/record-evidence.js';
import { viewRecord } from '../../src/backups/record-view.js';
import type { Encoding } from '../../src/backups/types.js';
import { wasmScanner } from '../../src/backups/wasm-scanner.js';
import { identifiers } from '../customers/person.js';
import { scrub } from './scrub.js';

const jost = {
  numbers: ['K-1001'],
  emails: ['joerg.muessig84@web.de', 'j.m@gmail.com'],
  phones: ['0171 3920058'],
  names: [
    { given: 'Jörg', family: 'Müßig' },
    { given: 'Małgorzata', family: 'Şahin' },
  ],
};
const eva = { numbers: ['77012'], emails: ['eva@web.de'], names: [{ given: 'Eva', family: 'Ohm' }] };

/** Everything a scanner may trip over, and what it looks for, whole and in pieces. */
const pieces = fc.constantFrom(
  '"',
  '""',
  '";',
  ';"',
  '\n',
  '\r\n',
  '\r',
  ';',
  ';',
  ' ',
  '\t',
  'x',
  '€',
  '„',
  '“',
  '…',
  '\u00a0',
  '😀',
  '\u0000',
  '’',
  '`',
  '"":',
  '%40',
  '&uuml;',
  '\\u00fc',
  'é',
  'ł',
  'Å',
  '×',
  'Jörg',
  'Müßig',
  'Joerg',
  'Muessig',
  'jörg;müßig',
  'Müßig, Jörg',
  'Małgorzata',
  'Şahin',
  'Malgorzata Sahin',
  'joerg.muessig84@web.de',
  'j.m+x@gmail.com',
  'jm@googlemail.com',
  'web.de',
  '@',
  '0171',
  '3920058',
  '+49 171/392 00 58',
  '01713920058',
  'K-1001',
  'k-1001',
  '1001',
  '77012',
  'Kundennr. 77012',
  'Eva',
  'Ohm',
  'eva@web.de',
  'Straße 12',
  '10115',
);

const header = 'Kundennr.;Vorname;Nachname;E-Mail;Telefon;Notiz\n';

interface Seen {
  readonly places: readonly string[];
  readonly records: number;
}

const search = compileSearch([jost, eva].map((each, subject) => ({ subject, identifiers: identifiers(each) })));

async function scanWith(bytes: Uint8Array, encoding: Encoding, fast: boolean): Promise<Seen> {
  const source = bytesSource(bytes);
  const detected = await detectDialect(source, { encoding, delimiter: ';' });
  const mayHold = candidateTest(detected, search);
  const window = windowFor(source, largestWindow);
  const scanner: WindowScanner = fast
    ? await wasmScanner(detected, search, mayHold, window)
    : plainScanner(detected, mayHold, window);
  const reader = new RecordReader(search);
  const places: string[] = [];
  const { records } = await scanRecords(
    readSource(source),
    detected.start,
    scanner,
    () => undefined,
    ({ start, bytes: record, index, line }) => {
      const found = index >= detected.headRecords && reader.read(viewRecord(record, index, detected)).length > 0;
      if (!found) return;
      places.push(`${String(start)}+${String(record.length)} record ${String(index)} line ${String(line)}`);
    },
  );
  return { places, records };
}

describe('the fast scanner', () => {
  it.each(['utf-8', 'windows-1252', 'iso-8859-15'] as const)(
    'misses nothing the plain one sees, in %s',
    async (encoding) => {
      // The fast one works in chunks of 4096 bytes: some texts lie across the end of one, in the middle of a quoted cell or not.
      const filler = fc.tuple(fc.constantFrom('', '"', ';"'), fc.integer({ min: 3500, max: 4200 }));
      const texts = fc
        .tuple(fc.option(filler, { nil: null }), fc.array(pieces, { maxLength: 120 }))
        .map(([before, parts]) => {
          const text = before === null ? '' : before[0] + 'ab 12;'.repeat(700).slice(0, before[1]);
          return header + text + parts.join('');
        });
      await fc.assert(
        fc.asyncProperty(texts, async (text) => {
          const bytes = encode(text, encoding);
          const plain = await scanWith(bytes, encoding, false);
          const fast = await scanWith(bytes, encoding, true);
          expect(fast).toEqual(plain);
        }),
        // Two apostrophes end a word, one does not; so do signs that stand among the letters.
        {
          numRuns: 150,
          examples: [
            [`${header};Muessig\`\`Malgorzata Sahin`],
            [`${header};a''Malgorzata Sahin`],
            [`${header};Malgorzata Sahin×Müßig`],
            [`${header};Jörg Müßig÷a`],
          ],
        },
      );
    },
  );
});

/** A cell with the way it is written. */
const cell = fc.record({
  text: fc.string({
    unit: fc.constantFrom('a', 'B', 'ü', 'ß', '"', ';', ',', '\n', '\r', ' ', '7', '|', 'é'),
    maxLength: 12,
  }),
  quoted: fc.boolean(),
});

const file = fc.record({
  delimiter: fc.constantFrom(';', ',', '\t', '|'),
  encoding: fc.constantFrom<Encoding>('utf-8', 'windows-1252', 'utf-16le'),
  records: fc.array(
    fc.record({
      owner: fc.constantFrom('K-1001', 'K-1002', 'K-10011', '77012', ''),
      cells: fc.array(cell, { minLength: 1, maxLength: 5 }),
      end: fc.constantFrom('\n', '\r\n'),
    }),
    { minLength: 1, maxLength: 12 },
  ),
});

/** Writes a cell as RFC 4180 says; in quotes also when it need not. */
function write(text: string, quoted: boolean, delimiter: string): string {
  const needed = text.includes(delimiter) || /["\r\n]/.test(text);
  return quoted || needed ? `"${text.replaceAll('"', '""')}"` : text;
}

describe('generated files', () => {
  interface Written {
    readonly owner: string;
    readonly text: string;
    readonly row: readonly string[];
  }
  const assemble = ({
    delimiter,
    records,
  }: Parameters<Parameters<typeof file.map>[0]>[0]): { head: string; written: Written[] } => ({
    head: ['Kundennr.', 'Umsatz', 'Artikel', 'Menge', 'Kasse'].join(delimiter) + '\n',
    written: records.map(({ owner, cells: made, end }) => {
      // A line in a cell that looks like a record by itself is left to a person.
      const plain = (text: string): string => text.replace(/(?<=[\r\n][^]*)[;,|\t]/g, '');
      const sought = ['K-1001', '77012'].includes(owner);
      const cells = sought ? made.map((each) => ({ ...each, text: plain(each.text) })) : made;
      const row = [owner, ...cells.map(({ text }) => text)];
      const text = [owner, ...cells.map((each) => write(each.text, each.quoted, delimiter))].join(delimiter) + end;
      return { owner, text, row };
    }),
  });
  const keep = (written: readonly Written[], ...gone: readonly string[]): Written[] =>
    written.filter(({ owner }) => !gone.includes(owner));

  it('lose exactly the records of the subject, for any delimiter, quoting and encoding', async () => {
    await fc.assert(
      fc.asyncProperty(file, async (made) => {
        const { head, written } = assemble(made);
        const { encoding, delimiter } = made;
        const bytes = (records: readonly Written[]): Uint8Array =>
          encode(head + records.map(({ text }) => text).join(''), encoding);
        const left = keep(written, 'K-1001');
        const { outcome, bytes: result } = await scrub(bytes(written), [jost], { mapping: { encoding, delimiter } });
        expect(outcome.removed).toBe(written.length - left.length);
        expect(Buffer.from(bytes(left)).equals(result)).toBe(true);
        const text = head + left.map((each) => each.text).join('');
        const rows: unknown = parse(text, {
          delimiter,
          relax_column_count: true,
          record_delimiter: ['\r\n', '\n'],
        });
        expect(rows).toEqual([head.trim().split(delimiter), ...left.map(({ row }) => row)]);
      }),
      { numRuns: 120 },
    );
  });

  it('of two subjects: one after the other is both at once', async () => {
    await fc.assert(
      fc.asyncProperty(file, fc.constantFrom('remove' as const, 'redact' as const), async (made, action) => {
        const { head, written } = assemble(made);
        const { encoding, delimiter } = made;
        const options = { action, mapping: { encoding, delimiter } };
        const bytes = encode(head + written.map(({ text }) => text).join(''), encoding);
        const both = await scrub(bytes, [jost, eva], options);
        const first = await scrub(bytes, [jost], options);
        const second = await scrub(first.bytes, [eva], options);
        expect(second.bytes.equals(both.bytes)).toBe(true);
        const again = await scrub(both.bytes, [jost, eva], options);
        expect(again.outcome).toMatchObject({ changed: false, removed: 0, redacted: 0 });
      }),
      { numRuns: 60 },
    );
  });
});
