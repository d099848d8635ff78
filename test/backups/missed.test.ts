import { describe, expect, it } from 'vitest';
import { encode } from '../../src/backups/encodings.js';
import type { Encoding } from '../../src/backups/types.js';
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
