import { date } from './dates.js';
import { cited, type Law } from './laws.js';

/** Sentences of the message to a recipient of the data (Art. 19 GDPR). */
export const recipient = {
  title: (id: string): string => `Please erase a person's data (our request no. ${id})`,
  salutation: 'Dear Sir or Madam,',
  intro: (erasedOn: string, law: Law): string =>
    `at the request of the person concerned we erased their personal data on ${date(erasedOn)}${cited(law.erasure)}.`,
  disclosed: (purpose: string | null, law: Law): string =>
    `We had disclosed this data to you${purpose === null ? '' : ` (${purpose})`} and tell you of the erasure${cited(law.notification)}. Please erase the data on your side, with all copies and links, unless a law obliges you to keep it.`,
  person: 'The person',
  names: 'Name',
  numbers: 'Customer number',
  emails: 'E-mail',
  phones: 'Phone',
  keep: 'Please use these details only to find the data, and erase this message when you are done.',
  confirm: (id: string, by: string): string =>
    `Please confirm the erasure by ${date(by)}, naming our request no. ${id}. If you must keep something, tell us what, by which law and until when.`,
  again: (asked: number): string =>
    asked === 1
      ? 'We have asked you for this once before.'
      : `We have asked you for this ${String(asked)} times before.`,
  closing: 'Yours sincerely',
};
