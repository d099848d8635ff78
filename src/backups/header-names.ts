import { foldName } from '../customers/normalise.js';

/** Roles a column can have. `text` is free text; `other` is declared to be nothing of a person's. */
export const columnRoles = [
  'number',
  'name',
  'given',
  'family',
  'birthName',
  'email',
  'phone',
  'birthDate',
  'street',
  'houseNumber',
  'postcode',
  'city',
  'salutation',
  'text',
  'other',
] as const;

/** What a column holds. */
export type ColumnRole = (typeof columnRoles)[number];

const number = '(?:nr|nummer|no|num|number|id)';

/**
 * Column names, as `squeeze` leaves them. Only names that say whom they are about: a bare "Nr." may be the number of a
 * receipt, an "E-Mail Mitarbeiter" is somebody else's.
 */
const names: readonly (readonly [ColumnRole, RegExp])[] = [
  [
    'number',
    new RegExp(`^(?:kd|kunden?|kundinnen|customer|cust|client|patient(?:en)?|mitglieds?|member|kartei)${number}$`),
  ],
  ['email', /^e?mail(?:adress(?:e|en)?|address(?:es)?)?(?:privat|dienstlich|geschaeftlich|private|work|home)?\d?$/],
  [
    'phone',
    /^(?:telefon|tel|telephone|phone|mobil|mobile|mobiltelefon|handy|cell|cellphone|mobilephone|festnetz|rufnummer|fax|telefax|whatsapp|(?:home|work|business|telefon)(?:phone|mobil|privat|geschaeftlich|dienstlich|festnetz))(?:privat|dienstlich|geschaeftlich|nummer|nr|number|no)?\d?$/,
  ],
  [
    'birthDate',
    /^(?:geburtsdatum|geburtstag|gebdatum|gebdat|gebtag|geborenam|geb|birthdate|birthday|dateofbirth|dob)$/,
  ],
  ['given', /^(?:vornamen?|rufname|firstname|givenname|forename)$/],
  ['family', /^(?:nachname|familienname|zuname|lastname|surname|familyname)$/],
  ['birthName', /^(?:geburtsname|maedchenname|gebname|geborene|birthname|maidenname)$/],
  [
    'name',
    /^(?:name|kunde|kundin|customer|client|patient|patientin|gast|guest|teilnehmer|teilnehmerin|(?:vollstaendiger|voller|full|customer|client|kunden?|ganzer)name|(?:nach|familien)?name(?:und)?vorname|vorname(?:und)?(?:nach|familien)?name)$/,
  ],
  [
    'street',
    /^(?:strasse|str|adresse|anschrift|street|address|streetaddress|(?:address|adress|adresse)(?:line|zeile)?1|strasse(?:und|u)?(?:hausnummer|hausnr|hnr|nr|nummer))$/,
  ],
  ['houseNumber', /^(?:hausnummer|hausnr|hnr|housenumber|housenr|streetnumber)$/],
  ['postcode', /^(?:plz|postleitzahl|zip|zipcode|postcode|postalcode)$/],
  ['city', /^(?:ort|stadt|wohnort|city|town|plz(?:und)?ort)$/],
  ['salutation', /^(?:anrede|titel|akadtitel|salutation|title|geschlecht|gender|sex)$/],
  [
    'text',
    /^(?:notiz|notizen|bemerkung|bemerkungen|anmerkung|anmerkungen|kommentar|kommentare|hinweis|hinweise|memo|text|freitext|interna|note|notes|comment|comments|remark|remarks)\d?$/,
  ],
];

const prefix =
  /^(?:kunden?|kundin|customer|client|patient)(?=(?:email|mail|telefon|tel|phone|mobil|handy|vorname|nachname|firstname|lastname|strasse|street|plz|ort|city|geburts))/;

/** A column name without case, accents and everything but letters and digits: `E-Mail-Adresse` gives `emailadresse`. */
export function squeeze(name: string): string {
  return foldName(name).replace(/[^\p{L}\p{N}]+/gu, '');
}

/** Role of a column by its name, null when it is not recognised. German and English. */
function roleOf(name: string): ColumnRole | null {
  const squeezed = squeeze(name);
  const plain = squeezed.replace(prefix, '');
  return names.find(([, pattern]) => pattern.test(squeezed) || pattern.test(plain))?.[0] ?? null;
}

/**
 * Roles of the cells of a header. `Name` is the family name beside a `Vorname`, else the whole name. Only what says who
 * a record is about counts as recognised; a row with "Titel" and "Text" is no customer list.
 */
export function rolesOf(cells: readonly string[]): readonly (ColumnRole | null)[] {
  const roles = cells.map(roleOf);
  const beside = roles.includes('given') && !roles.includes('family');
  return beside ? roles.map((role) => (role === 'name' ? 'family' : role)) : roles;
}

const whose: ReadonlySet<ColumnRole | null> = new Set([
  'number',
  'name',
  'given',
  'family',
  'email',
  'phone',
  'birthDate',
  'street',
]);

/** What is the name of a column wherever it stands; "Kunde" or "Name" may be the content of one. */
const unmistakable: ReadonlySet<ColumnRole | null> = new Set(['number', 'given', 'family', 'email', 'birthDate']);

const looksLikeData = /\d{3}|@|^[\d.,\s-]+$/;

/**
 * Whether a row can be a header: it says who a record is about, in two columns, in all there are, or in one unmistakable
 * one among others that hold no data (`Kundennr.;Umsatz;Artikel`). `recognised`: how many columns are known.
 */
export function headerScore(cells: readonly string[]): { readonly recognised: number; readonly isHeader: boolean } {
  const roles = cells.map(roleOf);
  const filled = cells.filter((cell) => cell.trim() !== '');
  const recognised = roles.filter((role) => role !== null).length;
  const one = roles.some((role) => unmistakable.has(role)) && !filled.some((cell) => looksLikeData.test(cell));
  const isHeader = roles.some((role) => whose.has(role)) && (recognised >= Math.min(2, filled.length) || one);
  return { recognised, isHeader };
}
