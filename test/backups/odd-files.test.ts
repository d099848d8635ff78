import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { compileSearch } from '../../src/backups/compile-search.js';
import { scrubCsv } from '../../src/backups/scrub-csv.js';
import type { CsvOutcome } from '../../src/backups/types.js';
import { identifiers } from '../customers/person.js';
import { scrub, scrubText } from './scrub.js';

const anna = {
  numbers: ['K-4711'],
  emails: ['anna.probe@mail.example'],
  names: [{ given: 'Anna', family: 'Probe' }],
};
const head = 'Kundennr.;Vorname;Name;E-Mail;Notiz\n';
const mine = 'K-4711;Anna;Probe;anna.probe@mail.example;x\n';
const others = 'K-4712;Bernd;Müller;bernd@mail.example;"über\nzwei Zeilen"\n';

describe('a file with damage', () => {
  it.each([
    ['a first byte of a letter, cut off', [0xc3]],
    ['two of three bytes of a sign', [0xe2, 0x82]],
    ['a byte that no UTF-8 text has', [0xff]],
    ['half of an emoji, and a line break', [0xf0, 0x9f, 0x0a]],
  ])('at its end (%s) loses the record, and keeps the damage byte for byte', async (_, tail) => {
    const damage = Buffer.from(tail);
    const last = Buffer.concat([Buffer.from('K-4713;Cora;Möller;;'), damage]);
    const input = Buffer.concat([Buffer.from(head + mine + others + mine), last]);
    const { outcome, bytes } = await scrub(input, [anna]);
    expect(outcome.removed).toBe(2);
    expect(bytes.equals(Buffer.concat([Buffer.from(head + others), last]))).toBe(true);
    const redacted = await scrub(input, [anna], { action: 'redact' });
    expect(redacted.bytes.equals(Buffer.concat([Buffer.from(`${head};;;;\n${others};;;;\n`), last]))).toBe(true);
  });

  it('inside of the record itself is removed with it', async () => {
    const damaged = Buffer.concat([
      Buffer.from('K-4711;Anna;Probe;anna.probe@mail.example;"x'),
      Buffer.from([0xc3]),
      Buffer.from('"\n'),
    ]);
    const { outcome, bytes } = await scrub(Buffer.concat([Buffer.from(head + others), damaged, Buffer.from(others)]), [
      anna,
    ]);
    expect(outcome.removed).toBe(1);
    expect(bytes.toString()).toBe(head + others + others);
  });
});

describe('what stands above the header', () => {
  it('is nobody’s record: a mention is redacted, and all the rest stays', async () => {
    const text = `Export für Anna Probe vom 01.02.2024\nFragen an anna.probe@mail.example;Filiale 2\n\n${head}${mine}${others}`;
    const { outcome, text: left } = await scrubText(text, [anna]);
    expect([outcome.dialect.preambleRecords, outcome.removed, outcome.redacted]).toEqual([3, 1, 2]);
    expect(left).toBe(`Export für [gelöscht] vom 01.02.2024\nFragen an [gelöscht];Filiale 2\n\n${head}${others}`);
    expect((await scrubText(left, [anna])).outcome).toMatchObject({ changed: false, review: [], residue: [] });
  });
});

describe('a record longer than any', () => {
  const filling = 'Lorem ipsum dolor sit amet, '.repeat(200_000);

  it('is not changed but named, and a person has to look; the records around it are scrubbed', async () => {
    const long = `K-4714;Dora;Lang;;${filling} und Anna Probe ${filling}\n`;
    const { outcome, bytes } = await scrub(head + mine + long + mine + others, [anna]);
    expect(bytes.toString()).toBe(head + long + others);
    expect(outcome.removed).toBe(2);
    expect(outcome.review.map(({ reason, line }) => [reason, line])).toEqual([['unreadable', 3]]);
    // What cannot be shown cannot be decided: neither to remove nor to blank.
    for (const decision of ['remove', 'redact'] as const) {
      const decided = await scrub(head + long, [anna], { decide: () => decision });
      expect(decided.outcome).toMatchObject({ changed: false, residue: [{ reason: 'unreadable' }] });
    }
  });

  it('without anything of the person is passed over', async () => {
    const { outcome, bytes } = await scrub(`${head}K-4714;Dora;Lang;;${filling}\n${mine}`, [anna]);
    expect([outcome.removed, outcome.review]).toEqual([1, []]);
    expect(bytes.length).toBe(head.length + 'K-4714;Dora;Lang;;\n'.length + filling.length);
  });
});

describe('a quote that is never closed', () => {
  const megabyte = 'K-4712;Bernd;Muster;bernd@mail.example;Stammgast seit Jahren\n'.repeat(16_000);
  const parts = 120;

  /** Text made while it is read: `opening` stands before 120 MB of records, with two of the person's far behind. */
  async function scan(opening: string): Promise<{ readonly outcome: CsvOutcome; readonly most: number }> {
    const chunk = Buffer.from(megabyte);
    function* chunks(): Iterable<Uint8Array> {
      yield Buffer.from(head + opening);
      for (let at = 0; at < parts; at += 1) {
        if (at === 60 || at === 119) yield Buffer.from(mine);
        yield chunk;
      }
    }
    const base = process.memoryUsage().arrayBuffers;
    let most = 0;
    const outcome = await scrubCsv(
      { size: null, chunks },
      null,
      compileSearch([{ subject: 0, identifiers: identifiers(anna), shared: [] }]),
      { action: 'remove', onProgress: () => (most = Math.max(most, process.memoryUsage().arrayBuffers - base)) },
    );
    return { outcome, most };
  }

  it.each(['"K-4715;Emil;Ohne;;\n', 'K-4715;Emil;Ohne;;"19 Zoll\n', 'K-4715;Emil;"Ohne;;\n'])(
    'swallows neither records nor memory: %j',
    async (opening) => {
      const { outcome, most } = await scan(opening);
      expect(outcome.bytes).toBeGreaterThan(100e6);
      expect(outcome.removed).toBe(2);
      expect(outcome.records).toBe(16_000 * parts + 3);
      expect(most).toBeLessThan(64 * 1024 * 1024);
    },
  );
});

// Test-suites of other CSV libraries, laid beside the repository; without them there is nothing to run.
const folder = fileURLToPath(new URL('../../../shared/data/csv/fastcsv/', import.meta.url));
const present = existsSync(folder);

interface Check {
  readonly id: string;
  readonly input: string;
  readonly records?: readonly (readonly string[])[];
}
interface Specification {
  readonly name: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly checks: readonly Check[];
}

/** The suite writes control characters as signs. */
const unsign = (text: string): string =>
  text.replaceAll('␍', '\r').replaceAll('␊', '\n').replaceAll('␤', '\r\n').replaceAll('␠', ' ');

const specifications = (present ? readdirSync(folder) : [])
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => parse(readFileSync(folder + name, 'utf8')) as Specification);
const checks = specifications.flatMap(({ name, checks: all }) =>
  all.flatMap(({ id, input }) =>
    (input.includes('⏎') ? ['\r\n', '\n', '\r'] : ['']).map((end) => ({
      id: `${name}, ${id} ${JSON.stringify(end)}`,
      input: unsign(input.replaceAll('⏎', end)),
    })),
  ),
);

describe.skipIf(!present)('the specification of fastcsv', () => {
  it('is read', () => {
    expect(checks.length).toBeGreaterThan(50);
  });

  it.each(checks)('$id stays as it is, alone and around the person’s records, which go', async ({ input }) => {
    const mapping = { delimiter: ',' };
    const alone = await scrub(input, [anna], { mapping });
    expect(alone.outcome).toMatchObject({ changed: false, review: [] });
    expect(alone.bytes.toString()).toBe(input);
    const own = 'K-4711,Anna,Probe,anna.probe@mail.example,"a, ""b""\r\nc"\n';
    const title = 'Kundennr.,Vorname,Name,E-Mail,Notiz\n';
    // A file of the suite may end in the middle of a line.
    const whole = /[\r\n]$/.test(input) ? input : `${input}\n`;
    const open = (input.match(/"/g) ?? []).length % 2 === 1;
    const { outcome, bytes } = await scrub(`${title}${own}${whole}${open ? '' : own}`, [anna], { mapping });
    expect(bytes.toString()).toBe(title + whole);
    expect(outcome.removed).toBe(open ? 1 : 2);
  });

  it.each(
    specifications
      .filter(({ settings }) => settings === undefined || Object.keys(settings).length === 0)
      .flatMap(({ name, checks: all }) => all.map((check) => ({ ...check, id: `${name}, ${check.id}` })))
      .filter(({ records = [] }) => records.some((cells) => cells.some((cell) => /^[A-D]$/.test(cell)))),
  )('$id: each record that is made the person’s goes, and no other', async ({ input, records = [] }) => {
    const ends = input.includes('⏎') ? ['\r\n', '\n', '\r'] : [''];
    for (const end of ends) {
      // The letters of the suite become customer numbers, which the first column of a file without header holds.
      const text = unsign(input.replaceAll('⏎', end)).replaceAll(
        /[A-D]/g,
        (letter) => `K-100${String(letter.charCodeAt(0))}`,
      );
      const rows = records.map((cells) =>
        cells.map((cell) => unsign(cell).replaceAll(/[A-D]/g, (letter) => `K-100${String(letter.charCodeAt(0))}`)),
      );
      const columns = Object.fromEntries(Array.from({ length: 6 }, (_, at) => [String(at + 1), 'number' as const]));
      for (const letter of 'ABCD') {
        const number = `K-100${String(letter.charCodeAt(0))}`;
        const holding = rows.filter((cells) => cells.some((cell) => cell.trim() === number)).length;
        const mapping = { delimiter: ',', header: false, columns };
        const { outcome, bytes } = await scrub(text, [{ numbers: [number] }], { mapping });
        expect([letter, outcome.removed]).toEqual([letter, holding]);
        expect(bytes.toString()).not.toMatch(new RegExp(`(^|[^0-9])${number}($|[^0-9])`));
      }
    }
  });
});
