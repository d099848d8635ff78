/**
 * The one place that says when two spellings are the same name, address, number. Every comparison of the tool (soft
 * matches, mentions, residue, duplicates, backups) goes through here, so that what one finds the others find too.
 */

/** Countries whose telephone numbers are understood without a country code. */
export type PhoneCountry = 'DE' | 'AT' | 'CH';

const countryCodes: Readonly<Record<PhoneCountry, string>> = { DE: '49', AT: '43', CH: '41' };

/** Calling code of a country, without plus. */
export function callingCode(country: PhoneCountry): string {
  return countryCodes[country];
}

/**
 * Letters that Unicode does not take apart into a base letter and an accent, or that German spells in its own way.
 * The two-letter spelling is what passports and e-mail addresses use (Müller = mueller, ICAO Doc 9303).
 */
const spelledOut: Readonly<Record<string, string>> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'oe',
  å: 'a',
  þ: 'th',
  ð: 'd',
  đ: 'd',
  ħ: 'h',
  ł: 'l',
  ı: 'i',
  ŧ: 't',
  ŋ: 'ng',
  ĸ: 'k',
};

/** The same letters when someone only leaves off the dots and strokes (Muller, Soren). */
const bareLetters: Readonly<Record<string, string>> = { ...spelledOut, ä: 'a', ö: 'o', ü: 'u', æ: 'a', œ: 'o', ø: 'o' };

/** å is also written aa (Åse, Aase). */
const doubledLetters: Readonly<Record<string, string>> = { ...spelledOut, å: 'aa' };

const special = /[äöüßæœøåþðđħłıŧŋĸ]/g;
const accents = /\p{M}+/gu;
// Soft hyphens and zero-width characters come along when text is copied from web pages; they are no part of a name.
const invisible = /[\u00ad\u200b-\u200d\u2060\ufeff]/g;
// Nobody types the same apostrophe twice: O'Neill, O’Neill, ONeill.
const apostrophes = /['`´ʹʼ‘’‛′＇]/g;

/** Upper and lower case, compatibility forms and what is not part of a name out of the way; accents still there. */
function lower(text: string): string {
  // eslint-disable-next-line no-control-regex -- ASCII, the usual case, needs none of the rest
  if (/^[\x00-\x26\x28-\x5f\x61-\x7f]*$/.test(text)) return text.toLowerCase();
  return withoutApostrophes(text).replace(invisible, '').toLowerCase().normalize('NFC');
}

const plainLetters = /^[a-zA-Z]+$/;

/** In compatibility form, in which ´ would be a blank with an accent: so apostrophes go before it as well as after. */
function withoutApostrophes(text: string): string {
  return text.replace(apostrophes, '').normalize('NFKC').replace(apostrophes, '');
}

// eslint-disable-next-line no-control-regex -- ASCII is spelled as it is
const ascii = /^[\x00-\x7f]*$/;

function spell(lowered: string, letters: Readonly<Record<string, string>>): string {
  if (ascii.test(lowered)) return lowered;
  const plain = (text: string): string => text.replace(special, (letter) => letters[letter] ?? letter);
  // Twice: ü is a letter of its own, ǿ is an ø once its accent is off.
  return plain(plain(lowered).normalize('NFD').replace(accents, '').normalize('NFC'));
}

/**
 * Canonical spelling of a name: NFKC (full-width letters, ligatures, decomposed accents), lower case, accents off,
 * umlauts as two letters. `MÜLLER`, `Müller` and `Mueller` all give `mueller`; hyphens stay.
 */
export function foldName(text: string): string {
  if (plainLetters.test(text)) return text.toLowerCase();
  return spell(lower(text), spelledOut).replace(/\s+/gu, ' ').trim();
}

const notLetters = /[^\p{L}\p{N}]+/u;

/** Words of a name in canonical spelling: `Hans-Peter` gives `hans`, `peter`. */
export function nameWords(text: string): readonly string[] {
  return foldName(text)
    .split(notLetters)
    .filter((word) => word !== '');
}

/**
 * `ae`, `oe`, `ue` that may stand for an umlaut. Not after a, e, q (Bauer, Neuer, Quentin) and not before an l that ends
 * the word or a syllable (Michael, Manuela, Noel): there they are two sounds.
 */
const maybeUmlaut = /(?<![aeq])([aou])e(?!l(?:$|[aeiouy]))/g;

/** Spellings of the last words asked for: the same few given names come again and again. */
const remembered = new Map<string, readonly string[]>();
const mostRemembered = 2048;
/** A longer one would keep the text alive that it was cut out of. */
const longestRemembered = 12;

/**
 * All spellings one word of a name is met in: `Müller` gives `mueller` and `muller`, `Mueller` the same two, `Muller`
 * only `muller`. Two words are the same name when they share one.
 */
export function nameForms(word: string): readonly string[] {
  if (word.length > longestRemembered) return spellings(word);
  const known = remembered.get(word);
  if (known !== undefined) return known;
  if (remembered.size >= mostRemembered) remembered.clear();
  const forms = spellings(word);
  remembered.set(word, forms);
  return forms;
}

function spellings(word: string): readonly string[] {
  const lowered = lower(word);
  const canonical = spell(lowered, spelledOut);
  const collapsed = canonical.replace(maybeUmlaut, '$1');
  const forms = collapsed === canonical ? [canonical] : [canonical, collapsed];
  if (lowered.search(special) === -1) return forms;
  return [...new Set([...forms, spell(lowered, bareLetters), spell(lowered, doubledLetters)])];
}

const anyUmlaut = /(?<![aeq])([aou])e/g;
const plainWord = /^[A-Za-z]*$/;

/**
 * The shortest spelling of a word, for which Müller, Mueller and Muller are one: ä is a, and so is ae, also where it is two sounds
 * (Michael), since all that compares by this form shortens both sides.
 */
export function shortestForm(word: string): string {
  if (plainWord.test(word)) return word.toLowerCase().replace(anyUmlaut, '$1');
  return spell(lower(word), spelledOut).replace(anyUmlaut, '$1');
}

const onlyPlainWords = /^[A-Za-z0-9ÄÖÜäöüß .-]*$/;

function rawWords(text: string): readonly string[] {
  if (onlyPlainWords.test(text)) return text.split(/[ .-]+/).filter((word) => word !== '');
  return withoutApostrophes(text)
    .replace(invisible, '')
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** Words of a name as written, without apostrophes and invisible characters; for `nameForms`. */
export function spelledWords(text: string): readonly string[] {
  return rawWords(text);
}

/** Whether two spellings are one name: case, accents, hyphens and the three umlaut spellings (ä, ae, a) aside. */
export function sameName(a: string, b: string): boolean {
  const left = rawWords(a);
  const right = rawWords(b);
  if (left.length !== right.length || left.length === 0) return false;
  return left.every((word, index) => {
    const forms = nameForms(right[index] ?? '');
    return nameForms(word).some((form) => forms.includes(form));
  });
}

// Most of what is compared is in comparable form already. One expression tells at a fifth of what it takes to make it so.
const plainEmail = /^[a-z0-9._-]+@[a-z0-9.-]+$/;
const plainPhone = /^[+\d][\d /-]*$/;
const plainCustomerNumber = /^[0-9A-Z-]+$/;

/**
 * An e-mail address in comparable form. The domain is case-insensitive by RFC 1035, the local part is so at every
 * provider met in practice. Gmail ignores dots and everything from a plus on, and delivers googlemail.com (the name it
 * had in Germany until 2012) to the same mailbox; no other provider is known to, so elsewhere they count.
 */
export function normaliseEmail(text: string): string {
  if (plainEmail.test(text) && !text.endsWith('mail.com')) return text;
  const address = text
    .normalize('NFKC')
    .trim()
    .replace(/^mailto:/i, '')
    .toLowerCase();
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  if (at < 1 || (domain !== 'gmail.com' && domain !== 'googlemail.com')) return address;
  const local = address.slice(0, at).replace(/\+.*$/, '').replaceAll('.', '');
  return `${local}@gmail.com`;
}

/** Fewest digits of a national number that says whom it belongs to; shorter ones are extensions and service numbers. */
const shortestNational = 6;
/** E.164: at most 15 digits with the country code. */
const longestNumber = 15;

function international(digits: string): string | null {
  return digits.length >= shortestNational + 1 && digits.length <= longestNumber && !digits.startsWith('0')
    ? digits
    : null;
}

// Anything but the usual separators makes it another thing: a date with a time, a name, two numbers.
const looksLikePhone = /^(?:tel\.?:?\s*)?[+\d][\d\s().\-/\\‐-―−·]*$|^\([\d+][\d\s().\-/\\‐-―−·]*$/iu;

/**
 * A telephone number as the digits of E.164 without plus (`491713920058`), or null when it is none. A small rule stands
 * here instead of a number plan: two spellings must only come out equal, whether the number is in service is no matter.
 */
export function normalisePhone(text: string, country: PhoneCountry = 'DE'): string | null {
  const isPlain = plainPhone.test(text);
  const spelled = isPlain ? text : text.normalize('NFKC').replace(invisible, '').trim();
  return isPlain || looksLikePhone.test(spelled) ? digitsOf(spelled, country) : null;
}

/** The digits of E.164 of what looks like a number. */
function digitsOf(spelled: string, country: PhoneCountry): string | null {
  const code = callingCode(country);
  // The trunk zero in brackets is dropped behind a country code: +49 (0)171.
  const hasCode = spelled.includes('(') && /^(?:tel\.?:?\s*)?\(?(?:\+|00)/iu.test(spelled);
  const digits = (hasCode ? spelled.replace(/\(\s*0\s*\)/, '') : spelled).replace(/\D/g, '');
  if (spelled.includes('+')) return withoutTrunk(digits);
  if (digits.startsWith('00')) return withoutTrunk(digits.slice(2));
  // 049 30 ... for +49 30 ...: longer than any number in an area 049x can be (0491 Leer to 04977 Blomberg).
  if (country === 'DE' && digits.startsWith('049') && digits.length >= 13) return withoutTrunk(digits.slice(1));
  if (digits.startsWith('0')) return national(code, digits.slice(1));
  // Without trunk zero or plus, as a spreadsheet leaves it: 49171... is longer than national numbers are, 171... is not.
  if (digits.startsWith(code) && digits.length >= code.length + 9) return withoutTrunk(digits);
  return digits.length >= 9 ? national(code, digits) : null;
}

/** Drops the trunk zero that is often left in behind the country codes of DE, AT and CH (+49 0171). */
function withoutTrunk(digits: string): string | null {
  const code = Object.values(countryCodes).find((each) => digits.startsWith(`${each}0`));
  return code === undefined ? international(digits) : national(code, digits.slice(code.length + 1));
}

function national(code: string, digits: string): string | null {
  return digits.length < shortestNational || digits.startsWith('0') ? null : international(`${code}${digits}`);
}

/** A customer number in comparable form. Leading zeros count: 012 and 12 are two customers. */
export function normaliseCustomerNumber(text: string): string {
  if (plainCustomerNumber.test(text)) return text;
  return text.normalize('NFKC').trim().toUpperCase();
}

// Runs of digits and separators; a slash between spaces and a comma divide numbers more often than they join parts.
const phoneRun = /[+(]{0,2}\d(?:[\s().\-/\\‐-―−·]{0,4}\d)+/gu;

/**
 * All telephone numbers in a stored value, in comparable form: usually one, but people also type two into one column, or
 * a number with a remark ("0171 3920058 (Mutter)").
 */
export function phonesIn(text: string, country: PhoneCountry = 'DE'): readonly string[] {
  const whole = normalisePhone(text, country);
  if (whole !== null) return [whole];
  const parts = text.normalize('NFKC').split(/\s\/\s|[,;]|\s(?=(?:\+|00?[1-9]\d{2,4}[\s/]))/u);
  const found = parts.flatMap((part) => (part.match(phoneRun) ?? []).map((run) => normalisePhone(run, country)));
  return [...new Set(found.filter((each) => each !== null))];
}
