import { describe, expect, it } from 'vitest';
import type { Identifiers } from '../../src/customers/identifiers.js';
import { scrubText, type TestPerson } from './scrub.js';

/*
 * Records of somebody else that hold something of the subject's. None of them may go without a person having said so.
 */

const anna: Partial<Identifiers> = {
  numbers: ['K-100234'],
  emails: ['anna.mueller@web.de'],
  phones: ['0171 3920058'],
  names: [{ given: 'Anna', family: 'Müller' }],
  birthDates: ['1980-03-05'],
  streets: ['Hauptstraße 12'],
};

/** Which of the lines are gone, and which a person has to look at, with the reason. */
async function fates(
  lines: readonly string[],
  person: TestPerson = anna,
): Promise<{ gone: string[]; review: string[] }> {
  const { outcome, text } = await scrubText(lines.join('\n') + '\n', [person]);
  const left = text.split('\n');
  return {
    gone: lines.filter((line) => !left.includes(line)),
    review: outcome.review.map(({ cells, reason }) => `${cells.join(';')}: ${reason}`),
  };
}

describe('a record without a name that is filed under the subject’s phone or e-mail', () => {
  it('is somebody else’s with somebody else’s customer number', async () => {
    const file = ['Kundennr;Telefon;Umsatz', 'K-100234;0171 3920058;5,00', 'K-7;0171 3920058;6,00'];
    expect(await fates(file)).toEqual({ gone: [file[1]], review: [`${file[2] ?? ''}: other_name`] });
    const mails = ['Kundennr;E-Mail;Umsatz', 'K-7;anna.mueller@web.de;6,00', ';anna.mueller@web.de;7,00'];
    expect(await fates(mails)).toEqual({
      gone: [],
      review: [`${mails[1] ?? ''}: other_name`, `${mails[2] ?? ''}: shared`],
    });
  });

  it('is left to a person when no number of the subject’s is known, or several are', async () => {
    const file = ['Kundennr;E-Mail;Umsatz', 'K-7;anna.mueller@web.de;6,00', ';anna.mueller@web.de;7,00'];
    for (const numbers of [[], ['K-100234', 'K-100235']])
      expect(await fates(file, { ...anna, numbers })).toEqual({
        gone: [file[2]],
        review: [`${file[1] ?? ''}: shared`],
      });
  });

  it.each([
    ['names in columns of another name', 'Kundennr;Name1;Name2;Telefon', 'K-7;Bob;Meier;0171 3920058', 'other_name'],
    ['a name in one of them', 'Kontakt;Telefon;Ort', 'Bob Meier;0171 3920058;Köln', 'shared'],
    ['a name beside the e-mail', 'Kontakt;E-Mail;Ort', 'bob meier;anna.mueller@web.de;Köln', 'shared'],
    ['a phone where nobody is named', 'Telefon;Umsatz;Menge', '0171 3920058;6,00;1', 'shared'],
    ['an empty name, and one elsewhere', 'Vorname;Nachname;Telefon;Partner', ';;0171 3920058;Bob Meier', 'shared'],
  ])('is left to a person: %s', async (_, header, record, reason) => {
    expect(await fates([header, record])).toEqual({ gone: [], review: [`${record}: ${reason}`] });
  });

  it.each([
    ['the e-mail, in a list without names', 'E-Mail;Betrag;Datum', 'anna.mueller@web.de;5,00 EUR;01.02.2024'],
    ['the phone, where names are empty', 'Vorname;Nachname;Telefon', ';;0171 3920058'],
    ['the customer number', 'Kundennr;Artikel;Telefon', 'K-100234;Shampoo;0171 3920058'],
    ['the e-mail beside a customer number that is empty', 'Kundennr;E-Mail;Betrag', ';anna.mueller@web.de;5,00'],
    ['the name, whatever the number', 'Kundennr;Vorname;Nachname;Telefon', 'K-7;Anna;Müller;0171 3920058'],
  ])('is the subject’s: %s', async (_, header, record) => {
    expect(await fates([header, record])).toEqual({ gone: [record], review: [] });
  });
});

describe('a file without a header', () => {
  const row = '1;x;2,00';
  it.each([
    ['a name with a small word', 'Bob van der Meer;0171 3920058;12,50', 'other_name'],
    ['a name in small letters', 'bob meier;0171 3920058;12,50', 'shared'],
    ['a phone alone', '17;0171 3920058;12,50', 'shared'],
  ])('%s is left to a person', async (_, record, reason) => {
    expect(await fates([row, record, row])).toEqual({ gone: [], review: [`${record}: ${reason}`] });
  });

  it.each([
    ['an e-mail alone', 'anna.mueller@web.de;12,50 EUR;01.02.2024'],
    ['e-mail and phone, and nothing else', 'anna.mueller@web.de;0171 3920058;12,50'],
    ['the customer number, and articles', 'K-100234;haarschnitt kurz;12,50'],
    ['name and phone, and articles', 'Anna Müller;0171 3920058;haarschnitt kurz'],
  ])('%s is the subject’s', async (_, record) => {
    expect(await fates([row, record, row])).toEqual({ gone: [record], review: [] });
  });
});

describe('day and month the other way round', () => {
  const header = 'Kundennr;Vorname;Nachname;Geburtsdatum';
  it.each(['1980-05-03', '03.05.1980'])('may make a namesake of %s', async (date) => {
    const record = `;Anna;Müller;${date}`;
    expect(await fates([header, record])).toEqual({ gone: [], review: [`${record}: name_only`] });
  });

  it('may be an American spelling', async () => {
    for (const date of ['03/05/1980', '05/03/1980'])
      expect(await fates([header, `;Anna;Müller;${date}`])).toEqual({ gone: [`;Anna;Müller;${date}`], review: [] });
  });
});

describe('a quoted cell of several lines', () => {
  const header = 'Kundennr;Vorname;Nachname;Artikel;Betrag';
  it.each([
    ['that may have swallowed a record', 'K-100234;Anna;Müller;"Monitor 19;5\nK-7;Bob;Meier;TV 20";7'],
    ['that may have swallowed two', 'K-100234;Anna;Müller;"Monitor 19;5\nK-7;Bob;Meier;TV;1\nK-8;Eva;Kern;TV 20";7'],
    ['that may have swallowed one without amount', 'K-100234;Anna;Müller;"Monitor 19;5\nK-7;Bob;Meier;TV\n";7'],
  ])('%s is left to a person', async (_, record) => {
    const { outcome, text } = await scrubText(`${header}\n${record}\n`, [anna]);
    expect(outcome.review.map(({ reason }) => reason)).toEqual(['ambiguous']);
    expect(text).toBe(`${header}\n${record}\n`);
  });

  it.each([
    ['of prose', header, 'K-100234;Anna;Müller;"kommt; geht;\nruft; fragt; wartet; zahlt\nund; so";7'],
    ['with commas', header.replaceAll(';', ','), 'K-100234,Anna,Müller,"erst, dann, wieder\nja, nein, doch, gut",7'],
    ['with one delimiter', header, 'K-100234;Anna;Müller;"rot\n12;50\n";7'],
  ])('%s is not', async (_, head, record) => {
    const { text } = await scrubText(`${head}\n${record}\n`, [anna]);
    expect(text).toBe(`${head}\n`);
  });
});

it('what follows a stretch longer than any record may begin inside of a cell: nothing of it is removed', async () => {
  const header = 'Kundennr;Vorname;Nachname';
  // The stretch is read up to the middle of the cell, and on from there.
  const window = 1 << 22;
  const stretch = 'x'.repeat(window - 1224) + ';';
  const rows = 'K-7;Bob;Meier\n'.repeat(200_000);
  const file = `${header}\n${stretch}"${'y'.repeat(300)}\nK-100234;Anna;Müller\n${'z'.repeat(2000)}\nK-100234;Anna;Müller\nz"\n${rows}K-100234;Anna;Müller\n`;
  const { outcome, text } = await scrubText(file, [anna]);
  expect(text.slice(0, window + 2500)).toBe(file.slice(0, window + 2500));
  expect(outcome.review.some(({ reason }) => reason === 'unreadable')).toBe(true);
  expect(text.endsWith(`z"\n${rows}`)).toBe(true);
});
