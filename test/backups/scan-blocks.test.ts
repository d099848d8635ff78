import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/*
 * A thread loads JavaScript: these run what was built. Whatever the file is, two threads have to give what one gives.
 */
const script = `
const load = async (name) => import(process.argv[2] + '/' + name + '.js');
const [{ fileSource }, { compileSearch }, { scrubCsv }] = await Promise.all(
  ['byte-source', 'compile-search', 'scrub-csv'].map(load));
const { openSync, fstatSync } = await import('node:fs');
const { createHash } = await import('node:crypto');
const none = { numbers: [], emails: [], phones: [], names: [], birthDates: [], streets: [] };
const search = compileSearch([
  { subject: 0, identifiers: { ...none, numbers: ['K-7'], names: [{ given: 'Jörg', family: 'Müßig' }] } },
  { subject: 1, identifiers: { ...none, emails: ['eva@web.de'], names: [{ given: 'Eva', family: 'Ohm' }] } },
]);
const fd = openSync(process.argv[3], 'r');
const results = [];
for (const parallel of [false, true]) {
  let hash = createHash('sha256');
  let restarts = 0;
  const restart = () => {
    hash = createHash('sha256');
    restarts += 1;
  };
  const sink = { write: (bytes) => void hash.update(bytes), restart };
  const outcome = await scrubCsv(fileSource(fd, fstatSync(fd).size), sink, search, { action: process.argv[4], parallel });
  results.push({ ...outcome, written: hash.digest('hex'), restarts });
}
process.stdout.write(JSON.stringify(results));
`;

let folder = '';
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'belbo-erase-blocks-'))));
afterAll(() => rmSync(folder, { recursive: true }));

interface Result {
  readonly sha256After: string;
  readonly written: string;
  /** How often what was written was taken back. */
  readonly restarts: number;
  readonly dialect: { readonly encoding: string };
  readonly records: number;
  readonly removed: number;
  readonly review: readonly { readonly reason: string }[];
}

function scrubBothWays(content: string | Buffer, action = 'remove'): readonly [Result, Result] {
  const path = join(folder, 'file.csv');
  writeFileSync(path, content);
  const built = new URL('../../dist/src/backups', import.meta.url).href;
  const both = join(folder, 'both.mjs');
  writeFileSync(both, script);
  const args = [both, built, path, action];
  const output = execFileSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  const [one, many] = JSON.parse(output) as [Result, Result];
  expect(one.restarts).toBe(0);
  expect(many).toEqual({ ...one, restarts: many.restarts });
  expect(many.written).toBe(many.sha256After);
  return [one, many];
}

const head = 'Kundennr.;Vorname;Nachname;E-Mail;Notiz\r\n';
const others = (count: number, length = 50): string =>
  Array.from(
    { length: count },
    (_, at) => `K-${String(1000 + at)};Eva;Ohm;;"ruft\nan ""bald"" ${'x'.repeat(length + (at % 50))}"\r\n`,
  ).join('');
const subject = 'K-7;Jörg;Müßig;;\r\n';

/** Bytes of records with all that makes it hard to tell where one begins, every `share`th of them the subject's. */
function table(seed: number, bytes: number, share = 500): string {
  let state = seed;
  const random = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
  const texts = [
    '',
    'kurz',
    '"zwei\nZeilen"',
    '"K-1;Eva;Ohm;;nein\nK-2;Eva;Ohm;;nein"',
    '"ein ""Wort"";"',
    '"\r\n\r\n;;;;\r\n"',
  ];
  const lines: string[] = [];
  for (let length = 0; length < bytes;) {
    const isHers = share > 0 && random(share) === 0;
    const name = isHers ? 'K-7;Jörg;Müßig' : `K-${String(100 + random(1e6))};Ute;Böhm`;
    const line = `${name};;${texts[random(texts.length)] ?? ''}\r\n`;
    lines.push(line);
    length += line.length;
  }
  return lines.join('');
}

describe('several threads find what one finds', () => {
  it('in a file of several blocks, each with more candidates than the list has room for', () => {
    const [one, many] = scrubBothWays(head + others(9_000) + subject + others(4_000) + subject);
    expect(many.restarts).toBe(0);
    expect(one).toMatchObject({ records: 13_002, removed: 2 });
    expect(one.review.length).toBe(13_000);
  }, 120_000);

  it('where a quote is never closed, and where a line is longer than a window', () => {
    const [one] = scrubBothWays(
      `${head}${subject}K-8;"Ohm\r\n${'y;'.repeat(3_000_000)}\r\n${subject}${others(2_000, 500)}${subject}`,
    );
    expect(one.removed).toBeGreaterThan(0);
  }, 120_000);

  it('in a file without a line break at its end, and in one that is blanked instead of shortened', () => {
    const [one] = scrubBothWays(`${head}${others(10)}K-7;Jörg;Müßig;;x`, 'redact');
    expect(one).toMatchObject({ records: 11, redacted: 1 });
  }, 60_000);

  it.each([1, 2, 3])(
    'in files of cells with line breaks, quotes and delimiters, wherever a block ends (%i)',
    (seed) => {
      const [one] = scrubBothWays(head + table(seed, 2_500_000));
      expect(one.removed).toBeGreaterThan(10);
    },
    60_000,
  );

  it('where a removal has been written before it shows that more has to go', () => {
    // Filed under her e-mail and no name: hers, unless somebody else in the file has it.
    const [one, many] = scrubBothWays(`${head}${subject}${table(4, 2_200_000)};;;eva@web.de;\r\n`);
    expect(one.removed).toBeGreaterThan(10);
    expect(many.restarts).toBe(1);
  }, 60_000);

  it('where only the last record is removed', () => {
    const [one] = scrubBothWays(head + table(5, 2_200_000, 0) + subject);
    expect(one.removed).toBe(1);
  }, 60_000);

  it('in a file that is UTF-8 no longer, after a while', () => {
    const content = Buffer.concat([
      Buffer.from(head + subject.replace('ö', 'oe') + table(6, 2_200_000).replaceAll(/[^\0-\x7f]/g, '-')),
      Buffer.from('K-8;J\xf6rg;M\xfc\xdfig;;\r\nK-7;J\xf6rg;M\xfc\xdfig;;\r\n', 'latin1'),
    ]);
    const [one, many] = scrubBothWays(content);
    expect(one.dialect.encoding).toBe('windows-1252');
    expect(one.removed).toBe(2);
    expect(many.restarts).toBeGreaterThan(0);
  }, 60_000);
});
