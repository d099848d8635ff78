import type { TextLanguage } from '../document.js';
import { digest as deDigest } from './de/digest.js';
import { grounds as deGrounds } from './de/grounds.js';
import { laws as deLaws } from './de/laws.js';
import { letter as deLetter } from './de/letter.js';
import { recipient as deRecipient } from './de/recipient.js';
import { report as deReport } from './de/report.js';
import { digest as enDigest } from './en/digest.js';
import { grounds as enGrounds } from './en/grounds.js';
import { laws as enLaws, type Law } from './en/laws.js';
import { letter as enLetter } from './en/letter.js';
import { recipient as enRecipient } from './en/recipient.js';
import { report as enReport } from './en/report.js';

const en = {
  letter: enLetter,
  digest: enDigest,
  recipient: enRecipient,
  report: enReport,
  grounds: enGrounds,
  laws: enLaws,
};

/** Every text that leaves by letter or mail. German satisfies the type of English. */
export type Texts = typeof en;

const de: Texts = {
  letter: deLetter,
  digest: deDigest,
  recipient: deRecipient,
  report: deReport,
  grounds: deGrounds,
  laws: deLaws,
};

/** The texts of letters and mails in a language: the reader's, not the one of whoever types. */
export function textsIn(lang: TextLanguage): Texts {
  return lang === 'de' ? de : en;
}

/** The law under which a controller of a country (ISO 3166) answers. */
export function lawOf(country: string, { laws }: Texts): Law {
  return country === 'CH' ? laws.swiss : laws.european;
}
