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
  const hash = createHash('sha256');
  const sink = { write: (bytes) => void hash.update(bytes) };
  const outcome = await scrubCsv(fileSource(fd, fstatSync(fd).size), sink, search, { action: process.argv[4], parallel });
  results.push({ ...outcome, written: hash.digest('hex') });
}
process.stdout.write(JSON.stringify(results));
`;

let folder = '';
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'belbo-erase-blocks-'))));
afterAll(() => rmSync(folder, { recursive: true }));

interface Result {
  readonly records: number;
  readonly removed: number;
  readonly review: readonly { readonly reason: string }[];
}

function scrubBothWays(content: string, action = 'remove'): readonly [Result, Result] {
  const path = join(folder, 'file.csv');
  writeFileSync(path, content);
  const built = new URL('../../dist/src/backups', import.meta.url).href;
  const both = join(folder, 'both.mjs');
  writeFileSync(both, script);
  const args = [both, built, path, action];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 28 })) as [Result, Result];
}

const head = 'Kundennr.;Vorname;Nachname;E-Mail;Notiz\r\n';
const others = (count: number): string =>
  Array.from(
    { length: count },
    (_, at) => `K-${String(1000 + at)};Eva;Ohm;;"ruft\nan ""bald"" ${'x'.repeat(500 + (at % 50))}"\r\n`,
  ).join('');
const subject = 'K-7;Jörg;Müßig;;\r\n';

describe('two threads find what one finds', () => {
  it('in a file of several windows, each with more candidates than the list has room for', () => {
    const [one, two] = scrubBothWays(head + others(9_000) + subject + others(9_000) + subject);
    expect(two).toEqual(one);
    expect(one).toMatchObject({ records: 18_002, removed: 2 });
    expect(one.review.length).toBe(18_000);
  }, 120_000);

  it('where a quote is never closed, and where a line is longer than a window', () => {
    const [one, two] = scrubBothWays(
      `${head}${subject}K-8;"Ohm\r\n${'y;'.repeat(3_000_000)}\r\n${subject}${others(2_000)}${subject}`,
    );
    expect(two).toEqual(one);
    expect(one.removed).toBeGreaterThan(0);
  }, 120_000);

  it('in a file without a line break at its end, and in one that is blanked instead of shortened', () => {
    const [one, two] = scrubBothWays(`${head}${others(10)}K-7;Jörg;Müßig;;x`, 'redact');
    expect(two).toEqual(one);
    expect(one).toMatchObject({ records: 11, redacted: 1 });
  }, 60_000);
});
