import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { fileSource } from '../../src/backups/byte-source.js';
import { compileSearch } from '../../src/backups/compile-search.js';
import { encode } from '../../src/backups/encodings.js';
import { scrubCsv } from '../../src/backups/scrub-csv.js';
import type { Encoding } from '../../src/backups/types.js';
import { identifiers } from '../customers/person.js';
import { scrub } from './scrub.js';

const jost = {
  numbers: ['K-1001'],
  emails: ['joerg@web.de'],
  names: [{ given: 'Jörg', family: 'Müßig' }],
  birthDates: ['1970-12-31'],
};

const marks: Partial<Record<Encoding, readonly number[]>> = {
  'utf-8': [0xef, 0xbb, 0xbf],
  'utf-16le': [0xff, 0xfe],
  'utf-16be': [0xfe, 0xff],
  'utf-32le': [0xff, 0xfe, 0, 0],
  'utf-32be': [0, 0, 0xfe, 0xff],
};

function bytesOf(text: string, encoding: Encoding, mark: boolean): Buffer {
  return Buffer.concat([Buffer.from(mark ? (marks[encoding] ?? []) : []), encode(text, encoding)]);
}

const encodings: readonly (readonly [string, Encoding, boolean])[] = [
  ['UTF-8', 'utf-8', false],
  ['UTF-8 with a mark', 'utf-8', true],
  ['Windows-1252', 'windows-1252', false],
  ['ISO-8859-15', 'iso-8859-15', false],
  ['UTF-16LE', 'utf-16le', true],
  ['UTF-16BE', 'utf-16be', true],
  ['UTF-16LE without a mark', 'utf-16le', false],
  ['UTF-32LE', 'utf-32le', true],
];

const breaks: readonly (readonly [string, readonly string[]])[] = [
  ['LF', ['\n']],
  ['CRLF', ['\r\n']],
  ['CR', ['\r']],
  ['mixed line breaks', ['\r\n', '\n', '\r']],
];

/** One way to write a table: the records before, the subject's, those behind; `|` stands for the delimiter. */
interface Case {
  readonly name: string;
  readonly before: readonly string[];
  readonly own: readonly string[];
  readonly after: readonly string[];
  /** The subject's records when they are blanked. */
  readonly blanked: readonly string[];
  readonly sep?: boolean;
}

const head = 'Kundennr.|Vorname|Nachname|E-Mail|Geburtsdatum|Notiz|Umsatz';
const others = ['K-1002|Änne|Größe|a@b.de|01.02.1950|ruft an €|10,50', 'K-1003|Max|Šimek|||spät|0,99'];
const own = ['K-1001|Jörg|Müßig|joerg@web.de|31.12.1970|mag Öl|7,00'];
const blanked = ['||||||7,00'];

const cases: readonly Case[] = [
  { name: 'plain', before: [head, ...others], own, after: others, blanked },
  { name: 'sep= line', before: [head, ...others], own, after: others, blanked, sep: true },
  {
    name: 'preamble lines',
    before: ['Export vom 01.02.2024', '', 'Salon Süd|Filiale 2', head, ...others],
    own,
    after: others,
    blanked,
  },
  {
    name: 'needless quotes',
    before: [head.replace(/[^|]+/g, '"$&"'), '"K-1002"|"Änne"|"Größe"|"a@b.de"|""|"x"|"1,00"'],
    own: ['"K-1001"|"Jörg"|"Müßig"|"joerg@web.de"|"31.12.1970"|"mag Öl"|"7,00"'],
    after: ['"K-1003"|"Max"|Šimek||||"0,99"'],
    blanked: ['""|""|""|""|""|""|"7,00"'],
  },
  {
    name: 'quoted cells of several lines',
    before: [head, 'K-1002|Änne|Größe|||"Zeile 1\nZeile ""2""\r\nZeile 3|"|1,00'],
    own: ['K-1001|Jörg|Müßig|||"kommt\nspäter\r\n"|7,00'],
    after: ['K-1003|Max|Šimek|||"\n\n"|0,99'],
    blanked: ['|||||""|7,00'],
  },
  {
    name: 'ragged rows',
    before: [head, 'K-1002|Änne', 'K-1004||||||1,00|zu|viel|', ''],
    own: ['K-1001|Jörg|Müßig', ...own, 'K-1001|Jörg|Müßig||||7,00|dazu'],
    after: ['|', 'K-1003|Max|Šimek'],
    blanked: ['||', ...blanked, '||||||7,00|dazu'],
  },
  {
    name: 'stray quotes',
    before: [head, 'K-1002|Änne|Größe|||Monitor 19" schwarz|1,00', 'K-1005|Ute|"Uschi" Vogel|||"19" Monitor"|2,00'],
    own: ['K-1001|Jörg|Müßig|||19" Monitor|7,00'],
    after: ['K-1006|Max|Šimek|||"nie zu|0,99', 'K-1007|Kai|Ort|||x|1,00', 'K-1008|Eva|Ohm|||"echt"|2,00'],
    blanked,
  },
  {
    name: 'NUL bytes',
    before: [head, 'K-1002|Än\u0000ne|Größe|||\u0000\u0000|1,00'],
    own: ['K-1001|Jörg|Müßig|||x\u0000y|7,00'],
    after: ['K-1003|Max\u0000|Šimek||||0,99'],
    blanked,
  },
  {
    name: 'no header',
    before: others,
    own: ['K-1001|Jörg|Müßig|joerg@web.de|31.12.1970|mag Öl|7,00'],
    after: others,
    blanked,
  },
];

const table = encodings.flatMap(([encodingName, encoding, mark]) =>
  breaks.flatMap(([breakName, ends]) =>
    [';', ',', '\t', '|'].map((delimiter) => ({ encodingName, encoding, mark, breakName, ends, delimiter })),
  ),
);

describe.each(cases)('$name', ({ name, before, own: mine, after, blanked: left, sep }) => {
  it.each(table)('$encodingName, $breakName, delimiter $delimiter', async ({ encoding, mark, ends, delimiter }) => {
    // A decimal comma would have to be quoted where the comma divides.
    const write = (record: string): string =>
      delimiter === ',' ? record.replaceAll(',', '.').replaceAll('|', ',') : record.replaceAll('|', delimiter);
    // Without a mark nothing tells UTF-16 with NUL characters from bytes.
    if (!mark && encoding === 'utf-16le' && name === 'NUL bytes') return;
    const assemble = (middle: readonly string[], shift: number): Buffer => {
      const lines = [...(sep === true ? [`sep=|`] : []), ...before];
      const ended = (records: readonly string[], from: number): string =>
        records.map((record, index) => write(record) + (ends[(from + index) % ends.length] ?? '')).join('');
      const text = ended(lines, 0) + ended(middle, lines.length) + ended(after, lines.length + middle.length + shift);
      return bytesOf(text, encoding, mark);
    };
    const input = assemble(mine, 0);
    const removed = await scrub(input, [jost]);
    expect(removed.outcome.removed).toBe(mine.length);
    expect(removed.bytes.equals(assemble([], mine.length))).toBe(true);
    expect(removed.outcome.dialect).toMatchObject({ encoding, delimiter });
    const redacted = await scrub(input, [jost], { action: 'redact' });
    expect(redacted.outcome.redacted).toBe(mine.length);
    expect(redacted.bytes.equals(assemble(left, 0))).toBe(true);
    const nobody = await scrub(input, [{ names: [{ given: 'Karl', family: 'Niemand' }], numbers: ['K-9'] }]);
    expect(nobody.outcome).toMatchObject({ changed: false, review: [], written: null });
  });
});

describe('a file on the disk', () => {
  it('gives the same result as one in memory, read in pieces', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'belbo-erase-'));
    const file = join(folder, 'a.csv');
    const line = 'K-1002;Änne;Größe;a@b.de;01.02.1950;"ruft\nan";10,50\n';
    const text = `${head.replaceAll('|', ';')}\n${line.repeat(50)}${own.join('').replaceAll('|', ';')}\n${line.repeat(9_000)}`;
    writeFileSync(file, text);
    const fd = openSync(file, 'r');
    try {
      const size = Buffer.byteLength(text);
      const written: Buffer[] = [];
      const search = compileSearch([{ subject: 7, identifiers: identifiers(jost) }]);
      const outcome = await scrubCsv(
        fileSource(fd, size),
        { write: async (bytes) => void written.push(Buffer.from(bytes)) },
        search,
        { action: 'remove' },
      );
      expect(outcome).toMatchObject({ records: 9_051, removed: 1, bytes: size });
      expect(outcome.perSubject).toEqual([{ subject: 7, removed: 1, redacted: 0, review: 0 }]);
      const { bytes, outcome: inMemory } = await scrub(text, [jost]);
      expect(Buffer.concat(written).equals(bytes)).toBe(true);
      expect(outcome.written).toEqual({ crc: crc32(bytes), bytes: bytes.length });
      expect(inMemory.written).toEqual(outcome.written);
    } finally {
      closeSync(fd);
      rmSync(folder, { recursive: true });
    }
  });
});
