import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { bytesSource } from '../../src/backups/byte-source.js';
import { detectDialect } from '../../src/backups/detect-dialect.js';
import { toUnits, unitSize } from '../../src/backups/encodings.js';
import { readRecord } from '../../src/backups/read-record.js';
import { viewRecord } from '../../src/backups/record-view.js';
import { scrub } from './scrub.js';

// Test-suites of other CSV libraries, laid beside the repository; without them there is nothing to run.
const folder = fileURLToPath(new URL('../../../shared/data/csv/', import.meta.url));
const present = existsSync(folder);

const files = (present ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : []).filter((name) =>
  name.endsWith('.csv'),
);

interface Piece {
  readonly start: number;
  readonly end: number;
  readonly cells: readonly string[];
}

async function recordsOf(bytes: Buffer): Promise<{ readonly pieces: Piece[]; readonly head: number }> {
  const detected = await detectDialect(bytesSource(bytes));
  const size = unitSize(detected.dialect.encoding);
  const units = toUnits(bytes.subarray(0, bytes.length - (bytes.length % size)), detected.dialect.encoding);
  const pieces: Piece[] = [];
  for (let at = detected.start / size; at < units.length;) {
    const next = readRecord(units, at, units.length, true, detected.syntax);
    const [start, end] = [at * size, next * size];
    const { cells } = viewRecord(bytes.subarray(start, end), pieces.length, detected);
    pieces.push({ start, end, cells });
    at = next;
  }
  return { pieces, head: detected.headRecords };
}

describe.skipIf(!present)('the test-suites of other libraries', () => {
  it.each(files)('%s stays as it is when the subject is not in it', async (name) => {
    const bytes = readFileSync(folder + name);
    const nobody = {
      numbers: ['K-990077'],
      emails: ['nobody@nowhere.example'],
      names: [{ given: 'Xaver', family: 'Quandt' }],
    };
    const { outcome } = await scrub(bytes, [nobody]);
    expect(outcome).toMatchObject({ changed: false, removed: 0, redacted: 0, review: [] });
    const { pieces, head } = await recordsOf(bytes);
    expect(outcome.records).toBe(pieces.length - head);
  });

  it('lose each of 500 British customers by e-mail, and nothing else', async () => {
    const name = files.find((each) => each.endsWith('github_194-uk-500.csv')) ?? '';
    const bytes = readFileSync(folder + name);
    const { pieces, head } = await recordsOf(bytes);
    expect(pieces.length).toBeGreaterThan(500);
    for (const piece of pieces.slice(head).filter((_, index) => index % 25 === 0)) {
      const email = piece.cells.find((cell) => /^\S+@\S+$/.test(cell)) ?? '';
      const [given = '', family = ''] = piece.cells;
      const { outcome, bytes: left } = await scrub(bytes, [{ emails: [email], names: [{ given, family }] }]);
      expect(outcome.removed).toBe(1);
      const expected = Buffer.concat([bytes.subarray(0, piece.start), bytes.subarray(piece.end)]);
      expect(left.equals(expected)).toBe(true);
    }
  });
});
