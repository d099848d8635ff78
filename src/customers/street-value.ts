import { foldName } from './normalise.js';

/** A street with its house number, ready to be compared. */
export interface StreetValue {
  /** Words of the street in one, folded and abbreviated: `hauptstr`, `albertschweitzerstr`. Empty when only a number is known. */
  readonly name: string;
  /** House number with its letter, `12a`; empty when there is none. */
  readonly house: string;
}

const longestStreet = 160;

/**
 * What is written long and short. Straße is brought to `str` however it is spelled and whether or not it stands alone; the
 * others only as a word, or they would cut names short.
 */
const abbreviations: readonly {
  readonly pattern: RegExp;
  readonly short: string;
  readonly holds: readonly string[];
}[] = [
  { pattern: /str(?:a(?:ss|s)e|asse|\.|(?=[\s\d,]|$))/g, short: 'str ', holds: ['str'] },
  { pattern: /\bplatz\b|platz(?=[\s\d,]|$)|\bpl\b\.?/g, short: 'pl ', holds: ['pl'] },
  { pattern: /gasse(?=[\s\d,]|$)|\bg(?:asse|\.)/g, short: 'gasse ', holds: ['gasse', 'g.'] },
  { pattern: /\bsankt\b|\bst\b\.?/g, short: 'st ', holds: ['sankt', 'st'] },
  { pattern: /\bdoktor\b|\bdr\b\.?/g, short: 'dr ', holds: ['doktor', 'dr'] },
  { pattern: /\bprofessor\b|\bprof\b\.?/g, short: 'prof ', holds: ['prof'] },
  { pattern: /\ba\.\s?d\.\s?/g, short: 'an der ', holds: ['a.'] },
  { pattern: /\b(?:hausnummer|haus-?nr|nr|no)\b\.?|#/g, short: ' ', holds: ['hausnummer', 'nr', 'no', '#'] },
];

/** A folded street with what is written long and short in one form. An expression takes longer than to see that it finds nothing. */
function abbreviate(folded: string): string {
  let text = folded;
  for (const { pattern, short, holds } of abbreviations)
    for (const each of holds) {
      if (!text.includes(each)) continue;
      text = text.replace(pattern, short);
      break;
    }
  return text;
}

const houseAtEnd = /(?:^|\D)(\d{1,4}\s?[a-z]?(?:\s?[-/]\s?\d{1,4}\s?[a-z]?)?)\s*(?:[,/].*)?$/;
const houseAtStart = /^(\d{1,4}\s?[a-z]?)[\s,]+(?=\p{L}{2})/u;

function splitHouse(text: string): { readonly street: string; readonly house: string } {
  const end = houseAtEnd.exec(text);
  const house = end?.[1];
  if (end !== null && house !== undefined) {
    return { street: text.slice(0, end.index + end[0].indexOf(house)), house };
  }
  const start = houseAtStart.exec(text);
  return start?.[1] === undefined
    ? { street: text, house: '' }
    : { street: text.slice(start[0].length), house: start[1] };
}

const compact = (text: string): string => text.replace(/[^\p{L}\p{N}]+/gu, '');

/**
 * Reads a street column, with the house number in it or in a column of its own: `Hauptstraße 12 a`, `Haupt-Str. 12a`,
 * `Hauptstrasse, Nr. 12A` come out equal. Null when nothing is left.
 */
export function readStreet(text: string, houseNumber = ''): StreetValue | null {
  const folded = abbreviate(foldName(text.slice(0, longestStreet)));
  const own = compact(foldName(houseNumber.slice(0, 20)));
  const { street, house } = own === '' ? splitHouse(folded.trim()) : { street: folded, house: own };
  const value = { name: compact(street), house: compact(house).replace(/^0+(?=\d)/, '') };
  return value.name === '' && value.house === '' ? null : value;
}

const onlyDigits = /^\d{1,20}$/;

/** A postal code in comparable form: `D-10115` and `10115 ` are `10115`. */
export function readPostalCode(text: string): string {
  if (onlyDigits.test(text)) return text;
  return compact(text.slice(0, 20).toUpperCase()).replace(/^(?:DE|AT|CH|LI|[DA])(?=\d)/, '');
}
