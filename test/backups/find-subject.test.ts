import { describe, expect, it } from 'vitest';
import type { Identifiers } from '../../src/customers/identifiers.js';
import { scrubText, type TestPerson } from './scrub.js';

const anna: Partial<Identifiers> = {
  numbers: ['12345'],
  emails: ['anna.mueller@web.de'],
  phones: ['0171 3920058'],
  names: [{ given: 'Anna', family: 'Müller' }],
  birthDates: ['1984-05-03'],
  streets: ['Hauptstraße 12'],
};

const header = 'Kundennr.;Vorname;Nachname;E-Mail;Telefon;Geburtsdatum;Straße;PLZ;Ort;Notiz;Umsatz';
const bert = '777;Bert;Brecht;bert@gmx.de;030 1234567;10.02.1898;Schiffbauerdamm 5;10117;Berlin;ruft an;10,00';

/** The file with one more record between two others: what becomes of it. */
async function fate(record: string, people: readonly TestPerson[] = [anna]): Promise<string> {
  const file = [header, bert, record, bert, ''].join('\r\n');
  const { outcome, text } = await scrubText(file, people);
  const lines = text.split('\r\n');
  if (outcome.removed === 1 && lines.length === 4) return 'removed';
  const [item] = outcome.review;
  if (item !== undefined) {
    expect(text).toBe(file);
    return `review ${item.reason} in line ${String(item.line)}`;
  }
  return text === file ? 'stays' : (lines[2] ?? '');
}

describe('a record is the subject’s', () => {
  it.each([
    ['by customer number', '12345;;;;;;;;;;5,00'],
    ['by customer number, after a marriage', '12345;Anna;Schmidt;;;;;;;;5,00'],
    ['by e-mail in another case', ';;;Anna.Mueller@WEB.DE;;;;;;;5,00'],
    ['by phone in another spelling', ';;;;+49 (0)171/392 00 58;;;;;;5,00'],
    ['by name and birth date', ';Anna;Müller;;;3.5.1984;;;;;5,00'],
    ['by name in another spelling and ISO birth date', ';ANNA;MUELLER;;;1984-05-03;;;;;5,00'],
    ['by name and address', ';Anna;Muller;;;;Hauptstr. 12;10115;Berlin;;5,00'],
    ['by name and e-mail', ';Anna;Müller;anna.mueller@web.de;;;;;;;5,00'],
  ])('%s', async (_, record) => {
    expect(await fate(record)).toBe('removed');
  });
});

describe('no proof, so a person has to look', () => {
  it.each([
    ['a name alone', ';Anna;Müller;;;;;;;;5,00', 'name_only'],
    ['a name with another address', ';Anna;Müller;;;;Nebenweg 3;10115;Berlin;;5,00', 'name_only'],
    ['a phone under another name', '888;Peter;Müller;;0171 3920058;;;;;;5,00', 'other_name'],
    ['an e-mail under another name', '888;Peter;Müller;anna.mueller@web.de;;;;;;;5,00', 'other_name'],
    ['a customer number under another name', '12345;Otto;Kern;;;;;;;;5,00', 'other_name'],
    ['name and address with another birth date', ';Anna;Müller;;;01.02.1960;Hauptstr. 12;;;;5,00', 'name_shared'],
    ['two people in one record', ';Anna und Peter;Müller;anna.mueller@web.de;;;;;;;5,00', 'other_name'],
  ])('%s', async (_, record, reason) => {
    expect(await fate(record)).toBe(`review ${reason} in line 3`);
  });
});

describe('what somebody else in the calendar holds as well', () => {
  const household = { ...anna, shared: ['email:anna.mueller@web.de', 'phone:491713920058'] };
  const daughter = { ...household, shared: [...household.shared, 'name:anna mueller'] };

  it.each([
    ['an e-mail without a name', household, ';;;anna.mueller@web.de;;;;;;;5,00', 'review shared in line 3'],
    ['a phone without a name', household, ';;;;0171 3920058;;;;;;5,00', 'review shared in line 3'],
    ['the e-mail with the name', household, ';Anna;Müller;anna.mueller@web.de;;;;;;;5,00', 'removed'],
    ['another contact', { ...anna, shared: ['phone:491713920058'] }, ';;;anna.mueller@web.de;;;;;;;5,00', 'removed'],
    ['name and e-mail', daughter, ';Anna;Müller;anna.mueller@web.de;;;;;;;5,00', 'review name_shared in line 3'],
    ['name, where the address is', daughter, ';Anna;Müller;;;;Hauptstr. 12;;;;5,00', 'review name_shared in line 3'],
    ['name, with the birth date', daughter, ';Anna;Müller;;;3.5.1984;;;;;5,00', 'removed'],
    ['all of it, with the customer number', daughter, '12345;Anna;Müller;anna.mueller@web.de;;;;;;;5,00', 'removed'],
    ['name, in a note', daughter, '9;Eva;Kern;;;;;;;kennt Anna Müller;5,00', 'review mention_shared in line 3'],
  ])('%s', async (_, person, record, becomes) => {
    expect(await fate(record, [person])).toBe(becomes);
  });

  it('is known with a phone that has a remark, too', async () => {
    const remarked = { ...anna, phones: ['0171 3920058 (Mutter)'], shared: ['phone:'] };
    expect(await fate(';;;;0171 3920058;;;;;;5,00', [remarked])).toBe('review shared in line 3');
  });
});

describe('near misses stay', () => {
  it.each([
    ['a longer customer number', '123456;Otto;Kern;;;;;;;;5,00'],
    ['a customer number with a leading zero', '012345;Otto;Kern;;;;;;;;5,00'],
    ['the same digits as a postal code', '888;Otto;Kern;;;;Weg 1;12345;Berlin;;5,00'],
    ['a longer e-mail', ';Otto;Kern;anna.mueller@web.de.at;;;;;;;5,00'],
    ['an e-mail that ends like it', ';Otto;Kern;johanna.mueller@web.de;;;;;;;5,00'],
    ['a longer phone number', ';Otto;Kern;;0171 39200581;;;;;;5,00'],
    ['a namesake with another birth date', ';Anna;Müller;;;04.05.1984;;;;;5,00'],
    ['a name with more to it', ';Anna;Müller-Schmidt;;;;;;;;5,00'],
  ])('%s', async (_, record) => {
    expect(await fate(record)).toBe('stays');
  });
});

describe('mentions in the records of others', () => {
  it('are redacted in place', async () => {
    const record = '888;Otto;Kern;o@x.de;;;Weg 1;1;Ort;"bringt ""Anna Müller"" mit, Tel. 0171/3920058";5,00';
    expect(await fate(record)).toBe(
      '888;Otto;Kern;o@x.de;;;Weg 1;1;Ort;"bringt ""[gelöscht]"" mit, Tel. [gelöscht]";5,00',
    );
  });

  it('are left to a person when somebody else in the file has the name', async () => {
    const namesake = ';Anna;Müller;;;04.05.1984;;;;;5,00';
    const record = '888;Otto;Kern;o@x.de;;;Weg 1;1;Ort;kennt Anna Müller;5,00';
    const { outcome, text } = await scrubText([header, namesake, record, ''].join('\n'), [anna]);
    expect(outcome.review.map(({ reason, line }) => [reason, line])).toEqual([['mention_shared', 3]]);
    expect(text).toContain('kennt Anna Müller');
  });
});

describe('an e-mail or phone without a name', () => {
  const list = 'E-Mail;Name;Betrag\n';
  it('proves it', async () => {
    const { outcome, text } = await scrubText(`${list}anna.mueller@web.de;;5\nx@y.de;;6\n`, [anna]);
    expect(outcome.removed).toBe(1);
    expect(text).toBe(`${list}x@y.de;;6\n`);
  });

  it('does not when others in the file use it under another name', async () => {
    const file = `${list}anna.mueller@web.de;;5\nanna.mueller@web.de;Peter Müller;6\n`;
    const { outcome, text } = await scrubText(file, [anna]);
    expect(outcome.review.map(({ reason }) => reason)).toEqual(['shared', 'other_name']);
    expect(text).toBe(file);
  });
});

describe('decisions', () => {
  const file = `${header}\n;Anna;Müller;;;;;;;kennt sich aus;5,00\n${bert}\n`;
  it('are asked for by line, reason and digest', async () => {
    const asked: string[] = [];
    const { outcome, text } = await scrubText(file, [anna], {
      decide: ({ line, record, reason, digest, cells }) => {
        asked.push(
          `${String(line)} ${String(record)} ${reason} ${String(digest.length)} ${cells.slice(1, 3).join(' ')}`,
        );
        return 'remove';
      },
    });
    expect(asked).toEqual(['2 1 name_only 64 Anna Müller']);
    expect(outcome.review).toEqual([]);
    expect(text).toBe(`${header}\n${bert}\n`);
  });

  it('to keep leave the record, and say that it is left', async () => {
    const { outcome, text } = await scrubText(file, [anna], { decide: () => 'keep' });
    expect(text).toBe(file);
    expect(outcome.residue).toEqual([{ subject: 0, reason: 'kept', records: 1, record: 1, line: 2 }]);
  });

  it('to redact blank the personal columns', async () => {
    const { text } = await scrubText(file, [anna], { decide: () => 'redact' });
    expect(text).toBe(`${header}\n;;;;;;;;;;5,00\n${bert}\n`);
  });
});
