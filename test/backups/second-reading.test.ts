import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detectDialect } from '../../src/backups/detect-dialect.js';
import { bytesSource } from '../../src/backups/byte-source.js';
import { encode, toUnits, unitSize } from '../../src/backups/encodings.js';
import { readRecord } from '../../src/backups/read-record.js';
import { isAmbiguous, viewRecord } from '../../src/backups/record-view.js';
import { loadSecondReading } from '../../src/backups/second-reading.js';
import type { Encoding } from '../../src/backups/types.js';
import { loadCellWriter } from '../../src/backups/write-cell.js';
import { scrubText } from './scrub.js';

const pieces = fc.constantFrom(
  '"',
  '""',
  '";',
  ';"',
  '" ',
  '"\t',
  ' "',
  '\n',
  '\r\n',
  '\r',
  ';',
  'a',
  'ä',
  '€',
  '\\"',
  "'",
);
const encodings: readonly Encoding[] = ['utf-8', 'windows-1252', 'utf-16le', 'utf-16be'];

describe('the second reader', () => {
  it.each(encodings)('finds the same cells wherever it finds a record well-formed (%s)', async (encoding) => {
    const second = await loadSecondReading();
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(pieces, { minLength: 1, maxLength: 40 }), async (parts) => {
        const bytes = encode(parts.join(''), encoding);
        const detected = await detectDialect(bytesSource(bytes), { encoding, delimiter: ';', header: false });
        const size = unitSize(encoding);
        const units = toUnits(bytes, encoding);
        for (let at = 0; at < units.length;) {
          const next = readRecord(units, at, units.length, true, detected.syntax);
          const record = bytes.subarray(at * size, next * size);
          const view = viewRecord(record, 9, detected);
          if (view.spans.some(({ quoted }) => quoted) && second(record, detected.dialect) !== null) compared += 1;
          expect(isAmbiguous(record, view, detected, second), JSON.stringify([parts.join(''), view.cells])).toBe(false);
          at = next;
        }
      }),
      { numRuns: 3000 },
    );
    expect(compared).toBeGreaterThan(300);
  });

  it('leaves a record to a person when it reads other cells', async () => {
    const text = 'Kundennr.;Vorname;Name;Notiz\nK-1;Anna;Probe;"x"\nK-2;Bernd;Muster;y\n';
    const detected = await detectDialect(bytesSource(Buffer.from(text)), {});
    const record = Buffer.from('K-1;Anna;Probe;"x"\n');
    const view = viewRecord(record, 1, detected);
    expect(isAmbiguous(record, view, detected, () => ['K-1', 'Anna', 'Probe;"x"'])).toBe(true);
    expect(isAmbiguous(record, view, detected, () => null)).toBe(false);
    const { outcome } = await scrubText(text, [{ numbers: ['K-1'], names: [{ given: 'Anna', family: 'Probe' }] }]);
    expect([outcome.removed, outcome.review]).toEqual([1, []]);
  });
});

describe('a cell that is written', () => {
  it('keeps its quotes, doubled inside, and a bare one stays bare', async () => {
    const write = await loadCellWriter();
    const [detected] = await Promise.all([detectDialect(bytesSource(Buffer.from('a;b\n1;2\n')), { delimiter: ';' })]);
    const of = (text: string, quoted: boolean): string => write(text, quoted, detected.dialect);
    expect(of('', true)).toBe('""');
    expect(of('', false)).toBe('');
    expect(of('a "b"; c\r\nd', true)).toBe('"a ""b""; c\r\nd"');
    expect(of('19" Monitor', false)).toBe('19" Monitor');
    expect(of(' =1+1', false)).toBe(' =1+1');
    expect(of('\ufeffx', true)).toBe('"\ufeffx"');
  });

  it('reads as what was written, whatever it holds', async () => {
    const [write, second] = await Promise.all([loadCellWriter(), loadSecondReading()]);
    const { dialect } = await detectDialect(bytesSource(Buffer.from('a;b\n1;2\n')), { delimiter: ';' });
    fc.assert(
      fc.property(
        fc.array(pieces).map((parts) => parts.join('')),
        (text) => {
          expect(second(Buffer.from(`x;${write(text, true, dialect)}`), dialect)).toEqual(['x', text]);
        },
      ),
    );
  });
});
