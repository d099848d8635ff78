import type { Identifiers } from './identifiers.js';
import {
  nameForms,
  normaliseCustomerNumber,
  normaliseEmail,
  phonesIn,
  spelledWords,
  type PhoneCountry,
} from './normalise.js';

/** The spellings of a name, words joined; a name of many words with umlauts has a few dozen, so they are bounded. */
function spellings(name: string): readonly string[] {
  let found: string[] = [''];
  for (const word of spelledWords(name)) {
    const forms = nameForms(word);
    const used = found.length * forms.length > 64 ? forms.slice(0, 1) : forms;
    found = found.flatMap((start) => used.map((form) => (start === '' ? form : `${start} ${form}`)));
  }
  return found.filter((each) => each !== '');
}

/**
 * Everything that identifies the subject, in comparable form: `email:anna@web.example`, `phone:493023125147`,
 * `number:K-100234`, `name:anna mueller`. Two records hold the same identifier when their sets share a key; a name has one
 * key for each of its spellings (Müller: `mueller`, `muller`).
 */
export function identifierKeys(
  identifiers: Identifiers,
  options: { readonly country?: PhoneCountry } = {},
): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const email of identifiers.emails) if (email.includes('@')) keys.add(`email:${normaliseEmail(email)}`);
  for (const phone of identifiers.phones)
    for (const each of phonesIn(phone, options.country)) keys.add(`phone:${each}`);
  for (const number of identifiers.numbers)
    if (number.trim() !== '') keys.add(`number:${normaliseCustomerNumber(number)}`);
  for (const { given, family } of identifiers.names) {
    if (given.trim() === '' || family.trim() === '') continue;
    for (const each of spellings(`${given} ${family}`)) keys.add(`name:${each}`);
  }
  return keys;
}
