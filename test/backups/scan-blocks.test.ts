import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { closeSync, fstatSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileSource } from '../../src/backups/byte-source.js';
import { compileSearch } from '../../src/backups/compile-search.js';
import type { JoinRule, ScanThreads } from '../../src/backups/scan-threads.js';
import type { scrubCsv } from '../../src/backups/scrub-csv.js';
import type { ScrubOptions } from '../../src/backups/scrub-options.js';
import type { BlockSizes, ByteSink, CsvOutcome } from '../../src/backups/types.js';
import { identifiers } from '../customers/person.js';

/*
 * A thread loads JavaScript: these run what was built. Whatever the file is, two threads have to give what one gives.
 */
const shipped = async <T>(name: string): Promise<T> =>
  (await import(new URL(`../../dist/src/backups/${name}.js`, import.meta.url).href)) as T;

const search = compileSearch([
  { subject: 0, identifiers: identifiers({ numbers: ['K-7'], names: [{ given: 'Jörg', family: 'Müßig' }] }) },
  { subject: 1, identifiers: identifiers({ emails: ['eva@web.de'], names: [{ given: 'Eva', family: 'Ohm' }] }) },
]);

/** So that a file of some hundred kilobytes has several blocks. */
const small: BlockSizes = { block: 1 << 16, ahead: 1 << 12 };

let folder = '';
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'belbo-erase-blocks-'))));
afterAll(() => rmSync(folder, { recursive: true }));

interface Result extends CsvOutcome {
  /** SHA-256 of what reached the sink. */
  readonly result: string;
  /** CRC-32 of it. */
  readonly crc: number;
  /** How often what was written was taken back. */
  readonly restarts: number;
}

/** `blocks`: read by several threads, in blocks of these sizes, if not the usual ones. */
type Way = Pick<ScrubOptions, 'action'> & { readonly blocks: BlockSizes | 'usual' | null; readonly joins?: JoinRule };

async function scrubWith(path: string, { action, blocks, joins }: Way): Promise<Result> {
  const { scrubCsv: scrub } = await shipped<{ readonly scrubCsv: typeof scrubCsv }>('scrub-csv');
  const { ScanThreads: Threads } = await shipped<{ readonly ScanThreads: typeof ScanThreads }>('scan-threads');
  const threads = blocks === null ? null : new Threads(blocks === 'usual' ? undefined : blocks, joins);
  const fd = openSync(path, 'r');
  let hash = createHash('sha256');
  let crc = 0;
  let restarts = 0;
  const sink: ByteSink = {
    write: (bytes) => {
      hash.update(bytes);
      crc = crc32(bytes, crc);
    },
    restart: () => {
      hash = createHash('sha256');
      crc = 0;
      restarts += 1;
    },
  };
  try {
    const outcome = await scrub(fileSource(fd, fstatSync(fd).size), sink, search, { action, threads });
    return { ...outcome, result: hash.digest('hex'), crc, restarts };
  } finally {
    await threads?.end();
    closeSync(fd);
  }
}

async function scrubBothWays(
  content: string | Buffer,
  { action = 'remove', blocks = small }: Partial<Way> = {},
): Promise<readonly [Result, Result]> {
  const path = join(folder, 'file.csv');
  writeFileSync(path, content);
  const one = await scrubWith(path, { action, blocks: null });
  const many = await scrubWith(path, { action, blocks, joins: () => true });
  expect(one.restarts).toBe(0);
  expect(many).toEqual({ ...one, restarts: many.restarts });
  expect(await scrubWith(path, { action, blocks, joins: () => false })).toEqual(many);
  if (many.changed) expect(many.written?.crc).toBe(many.crc);
  else expect(many.written).toBeNull();
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
  it('in a file of several blocks, each with more candidates than the list has room for', async () => {
    // 2048 of them have room.
    const eva = (count: number): string =>
      Array.from({ length: count }, (_, at) => `K-${String(1000 + at)};Eva;Ohm;;"a\nb"\r\n`).join('');
    const [one, many] = await scrubBothWays(head + eva(2_400) + subject + eva(2_300) + subject, {
      blocks: { block: 55_000, ahead: 1 << 12 },
    });
    expect(many.restarts).toBe(0);
    expect(one).toMatchObject({ records: 4_702, removed: 2 });
    expect(one.review.length).toBe(4_700);
  });

  it('where a quote is never closed, and where a line is longer than a window', async () => {
    const [one] = await scrubBothWays(
      `${head}${subject}K-8;"Ohm\r\n${'y;'.repeat(45_000)}\r\n${subject}${others(200, 500)}${subject}`,
    );
    expect(one.removed).toBeGreaterThan(0);
  });

  it('in a file without a line break at its end, and in one that is blanked instead of shortened', async () => {
    const [one] = await scrubBothWays(`${head}${others(10)}K-7;Jörg;Müßig;;x`, { action: 'redact' });
    expect(one).toMatchObject({ records: 11, redacted: 1 });
  });

  it.each([1, 2, 3])(
    'in files of cells with line breaks, quotes and delimiters, wherever a block ends (%i)',
    async (seed) => {
      const [one] = await scrubBothWays(head + table(seed, 300_000, 60));
      expect(one.removed).toBeGreaterThan(10);
    },
  );

  it('in blocks of the usual size', async () => {
    const [one] = await scrubBothWays(head + table(7, 2_500_000), { blocks: 'usual' });
    expect(one.removed).toBeGreaterThan(10);
  });

  it('where a removal has been written before it shows that more has to go', async () => {
    // Filed under her e-mail and no name: hers, unless somebody else in the file has it.
    const [one, many] = await scrubBothWays(`${head}${subject}${table(1, 200_000, 60)};;;eva@web.de;\r\n`);
    expect(one.removed).toBeGreaterThan(10);
    expect(many.restarts).toBe(1);
  });

  it('where only the last record is removed', async () => {
    const [one] = await scrubBothWays(head + table(1, 200_000, 0) + subject);
    expect(one.removed).toBe(1);
  });

  it('in a file that is UTF-8 no longer, after a while', async () => {
    const content = Buffer.concat([
      Buffer.from(head + subject.replace('ö', 'oe') + table(6, 2_200_000).replaceAll(/[^\0-\x7f]/g, '-')),
      Buffer.from('K-8;J\xf6rg;M\xfc\xdfig;;\r\nK-7;J\xf6rg;M\xfc\xdfig;;\r\n', 'latin1'),
    ]);
    const [one, many] = await scrubBothWays(content, { blocks: 'usual' });
    expect(one.dialect.encoding).toBe('windows-1252');
    expect(one.removed).toBe(2);
    expect(many.restarts).toBeGreaterThan(0);
  });
});
