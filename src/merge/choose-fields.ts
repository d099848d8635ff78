import type { Row, Value } from '../database/database.js';
import type { SubjectMerge } from '../data-map/merge-schema.js';
import type { DifferingField, FieldChoice, FieldReason } from './plan.js';

/** What the choice of a field may look at. */
export interface FieldSources {
  /** Records of one person, survivor first, each with its key as text. */
  readonly records: readonly { readonly key: string; readonly row: Row }[];
  readonly columns: readonly string[];
  readonly merge: SubjectMerge;
  /** Free text: what stands in it may not be lost, so both texts are kept. */
  readonly notes: readonly string[];
  /** Most characters of a column. */
  readonly lengthOf: (column: string) => number | null;
  /** Columns that identify the record (customer number): the survivor's stays unless somebody chooses. */
  readonly identifying: readonly string[];
  /** Values that another row of the person confirms, such as the e-mail of the online account. */
  readonly verified: ReadonlySet<string>;
  readonly choices: Readonly<Record<string, FieldChoice>>;
}

/** Text form of a cell; the empty text for NULL. */
export function cellText(value: Value | undefined): string {
  if (value === undefined || value === null) return '';
  return Buffer.isBuffer(value) ? value.toString('hex') : String(value);
}

const isEmpty = (value: Value): boolean => cellText(value).trim() === '';
const words = (value: Value): string[] =>
  cellText(value)
    .toLowerCase()
    .split(/[\s.,-]+/u)
    .filter((word) => word !== '');

/** Whether `long` says all that `short` says, and more: `Katharina` of `K.`, `Müller-Kern` of `Müller`. */
function isFuller(long: Value, short: Value): boolean {
  const [more, less] = [words(long), words(short)];
  return (
    more.join(' ').length > less.join(' ').length &&
    less.every((word) => more.includes(word) || (word.length === 1 && more.some((each) => each.startsWith(word))))
  );
}

/** The strictest of several values of a consent. Whoever said nothing has consented to nothing, but objected to nothing either. */
export function strictest(values: readonly Value[], order: readonly (string | number)[]): Value {
  const texts = order.map(String);
  const rank = (value: Value): number => {
    if (value === null) return 0.5;
    // A value the map does not know may be the strictest of all.
    return texts.indexOf(String(value));
  };
  return values.reduce((strict, value) => (rank(value) < rank(strict) ? value : strict));
}

interface Proposal {
  readonly result: Value;
  readonly reason: FieldReason;
}

function propose(column: string, values: readonly Value[], sources: FieldSources): Proposal {
  const [own = null] = values;
  const filled = values.filter((value) => !isEmpty(value));
  if (filled.length === 0) return { result: own, reason: 'survivor' };
  if (sources.identifying.includes(column) && !isEmpty(own)) return { result: own, reason: 'survivor' };
  if (sources.notes.includes(column)) {
    const texts = [...new Set(filled.map((value) => cellText(value).trim()))];
    const joined = texts.join('\n');
    const limit = sources.lengthOf(column);
    if (texts.length > 1 && (limit === null || joined.length <= limit)) return { result: joined, reason: 'both_texts' };
  }
  const fullest = filled.find((value) =>
    filled.every((other) => other === value || cellText(other) === cellText(value) || isFuller(value, other)),
  );
  if (fullest !== undefined)
    return { result: fullest, reason: cellText(fullest) === cellText(own) ? 'survivor' : 'fuller' };
  const verified = filled.find((value) => sources.verified.has(cellText(value).toLowerCase()));
  if (verified !== undefined) return { result: verified, reason: 'verified' };
  const { newest } = sources.merge;
  if (newest !== undefined) {
    const moments = sources.records.map(({ row }) => cellText(row[newest]));
    const at = moments.reduce((best, moment, index) => {
      const candidate = values[index] ?? null;
      return moment > (moments[best] ?? '') && !isEmpty(candidate) ? index : best;
    }, 0);
    const value = values[at] ?? null;
    if (at > 0) return { result: value, reason: 'newer' };
  }
  return { result: isEmpty(own) ? (filled[0] ?? null) : own, reason: 'survivor' };
}

function chosen(choice: FieldChoice, values: readonly Value[], sources: FieldSources): Value {
  if (choice.from === 'typed') return choice.value;
  if (choice.from === 'survivor') return values[0] ?? null;
  const at = sources.records.findIndex(({ key }) => key === choice.record);
  return values[at] ?? null;
}

/**
 * For each column in which the records differ, which value the surviving one gets: as chosen; else the stricter consent, the
 * fuller value, the verified one, the newer one, the survivor's. No choice loosens a consent.
 */
export function chooseFields(sources: FieldSources): DifferingField[] {
  return sources.columns.flatMap((column): DifferingField[] => {
    const values = sources.records.map(({ row }) => row[column] ?? null);
    if (new Set(values.map(cellText)).size === 1 && new Set(values.map((value) => value === null)).size === 1)
      return [];
    const order = sources.merge.consent[column];
    if (order !== undefined) {
      const result = strictest(values, order);
      return [{ column, values, result, reason: 'stricter_consent', fixed: true }];
    }
    const choice = sources.choices[column];
    if (choice !== undefined)
      return [{ column, values, result: chosen(choice, values, sources), reason: 'chosen', fixed: false }];
    return [{ column, values, ...propose(column, values, sources), fixed: false }];
  });
}
