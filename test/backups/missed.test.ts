import { describe, expect, it } from 'vitest';
import { encode } from '../../src/backups/encodings.js';
import type { Encoding } from '../../src/backups/types.js';
import { checkIsText } from '../../src/backups/recognise-content.js';
import { scrub } from './scrub.js';

/* Spellings and files in which the subject was passed over. */

const anna = {
  numbers: ['K-100234'],
  emails: ['anna.mueller@web.de'],
  phones: ['0171 3920058'],
  names: [{ given: 'Anna', family: 'Müller' }],
  birthDates: ['1980-03-05'],
};

const head = 'Kundennr.;Vorname;Nachname;E-Mail;Telefon;Geburtsdatum;Notiz';

describe('numbers among signs that are no ASCII', () => {
  it.each<[string, Encoding]>([
    ['0171\u00a03920058', 'utf-8'],
    ['0171–3920058', 'utf-8'],
    ['„K-100234“', 'utf-8'],
    ['K-100234€', 'utf-8'],
    ['K-100234…', 'utf-8'],
    ['0171–3920058', 'windows-1252'],
    ['0171\u00a03920058', 'windows-1252'],
  ])('%s in %s', async (text, encoding) => {
    const record = (note: string): string => `K-7;Eva;Kern;;;;mit ${note} da`;
    const bytes = encode([head, 'K-9;Jörg;Groß;;;;€', record(text), ''].join('\n'), encoding);
    const { outcome, bytes: left } = await scrub(bytes, [anna]);
    expect(outcome.redacted).toBe(1);
    expect(Buffer.from(left).toString('latin1')).not.toMatch(/3920058|100234/);
  });
});

describe('JSON as PHP writes it, in a cell of an exported change log', () => {
  const subject = { ...anna, emails: ['a/nna@web.de'], numbers: ['K/100234'] };
  it.each<Encoding>(['utf-8', 'windows-1252', 'utf-16le'])(
    'in %s is redacted, the rest left as it was',
    async (encoding) => {
      const cell = (...said: string[]): string =>
        String.raw`{""old"":{""url"":""https:\/\/x.example\/\u00fc"",""said"":[${said.map((each) => `""${each}""`).join()}]}}`;
      const file = (json: string): Uint8Array =>
        encode(
          ['\ufeffid;wer;daten', `1;Jörg;"${json}"`, `2;Eva;"${cell('Anna M\\u00f6ller')}"`, ''].join('\n'),
          encoding,
        );
      const said = ['Anna M\\u00fcller', 'M\\u00fcller, Anna', 'a\\/nna@web.de', 'Nr. K\\/100234', '0171\\/3920058'];
      const { outcome, bytes } = await scrub(file(cell(...said)), [subject]);
      expect([outcome.redacted, outcome.removed]).toEqual([1, 0]);
      const left = ['[gelöscht]', '[gelöscht]', '[gelöscht]', 'Nr. [gelöscht]', '[gelöscht]'];
      expect(Buffer.from(file(cell(...left))).equals(bytes)).toBe(true);
    },
  );
});

describe('a record whose cells are in different encodings', () => {
  it.each<Encoding>(['utf-8', 'windows-1252'])('is found in a file in %s', async (encoding) => {
    const eva = encode(`Kundennr.;Vorname;Nachname;Geburtsdatum;Ort\nK-7;Jörg;Groß;;${'€'.repeat(3)}\n`, encoding);
    const mixed = Buffer.concat([encode(';Anna;Müller;05.03.1980;', 'utf-8'), encode('Köln\n', 'windows-1252')]);
    const { outcome, bytes } = await scrub(Buffer.concat([eva, mixed]), [anna], { mapping: { encoding } });
    expect(outcome.removed).toBe(1);
    expect(Buffer.from(eva).equals(bytes)).toBe(true);
  });
});

describe('a file in Windows-1252 that has none of its own letters', () => {
  it.each([
    ['an acute accent as apostrophe', 'O´Brien'],
    ['a half', '½l Spülung'],
    ['a diaeresis by itself', 'Mu¨ller'],
  ])('is not taken for ISO-8859-15 because of %s', async (_, text) => {
    const bytes = encode(`Kundennr.;Name;Notiz\nK-7;Jörg Groß;${text}\n`, 'windows-1252');
    expect((await scrub(bytes, [anna])).outcome.dialect.encoding).toBe('windows-1252');
  });

  it('is not because of cells in UTF-8', async () => {
    const bytes = Buffer.concat([
      encode('Kundennr.;Name;Notiz\nK-7;Jörg Groß;\n', 'windows-1252'),
      encode('K-8;Jürgen Büßer;\n', 'utf-8'),
    ]);
    expect((await scrub(bytes, [anna])).outcome.dialect.encoding).toBe('windows-1252');
  });
});

it('a customer number in a column beyond the 256th is found', async () => {
  const wide = (last: string): string => `${'x;'.repeat(300)}${last}`;
  const text = `${wide('Kundennr.')}\n${wide('12345')}\n${wide('777')}\n`;
  const { bytes } = await scrub(text, [{ numbers: ['12345'] }]);
  expect(bytes.toString()).toBe(`${wide('Kundennr.')}\n${wide('777')}\n`);
});

it('a record where the header should be is shown to a person', async () => {
  const file = 'K-100234;Anna;Müller\nK-7;Bob;Meier\n';
  const { outcome, bytes } = await scrub(file, [anna], { mapping: { header: true } });
  expect(bytes.toString()).toBe(file);
  expect(outcome.review.map(({ reason, line }) => [reason, line])).toEqual([['header', 1]]);
});

describe('zeros in a text', () => {
  it('that are too many for a stray one and too few for UTF-16 make it no text', () => {
    const half = Buffer.concat(Array.from({ length: 2000 }, (_, at) => Buffer.from(at % 2 === 0 ? 'a\0' : 'bc')));
    expect(() => checkIsText(half)).toThrow(expect.objectContaining({ code: 'binary' }));
    expect(() => checkIsText(Buffer.from('Kundennr.;Name\n'.repeat(20), 'utf16le'))).not.toThrow();
    expect(() => checkIsText(Buffer.from('Kundennr.;Na\0me\n'.repeat(20)))).not.toThrow();
  });
});
