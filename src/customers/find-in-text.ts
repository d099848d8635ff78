import type { RowFilter } from '../database/database.js';
import type { IdentifierKind, Identifiers } from './identifiers.js';
import { groupBy } from '../group-by.js';
import { matchEmails, type Found, type KindMatcher } from './match-emails.js';
import { matchNames } from './match-names.js';
import { matchNumbers } from './match-numbers.js';
import { matchPhones } from './match-phones.js';
import type { PhoneCountry } from './normalise.js';
import { RowScanner } from './row-scanner.js';
import { mayContain, suspected } from './scan-text.js';
import { joined, type Numbers } from './scan-keys.js';
import type { ScanOptions } from './scan-values.js';
import { buildScanner, type Scanner } from './scanner.js';
import type { Sought } from './sought.js';
import { decodeText } from './text-escapes.js';

/** A stretch of text, in UTF-16 units of the original: `text.slice(start, end)`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** An identifier found in a text. */
export interface Hit extends Span {
  /** Number of the subject, as given to `buildMatcher`. */
  readonly subject: number;
  readonly kind: IdentifierKind;
  /** Index in that subject's list of this kind (`identifiers.emails[value]`, ...). */
  readonly value: number;
  /** What is to be replaced when the name is divided by JSON syntax or by the border of a cell; else the whole span. */
  readonly parts?: readonly Span[];
}

/** Searches texts for the identifiers of any number of subjects at once; the time does not depend on how many. */
export interface Matcher {
  /**
   * The quick test: false means that nothing of any subject is in the text; true that `find` is worth its while. It may
   * be true where `find` has nothing.
   */
  readonly test: (text: string) => boolean;
  /**
   * The quick test for rows of a database, of which the first cells are a key: those of which `test` is true, and perhaps a few more. What
   * `kindsOf` says of a hint are the only kinds that row may hold. For the rows of one table at a time.
   */
  readonly rows: (keys: number, blobs: readonly boolean[]) => Promise<RowFilter>;
  /**
   * All hits, by position; those of one subject do not overlap (the longest wins). Cells of a row are given joined by
   * U+001F: a name spans two of them only with `acrossCells`. Never throws, in time linear to the text. `kinds`: who has
   * run the quick test already knows what the text may hold.
   */
  readonly find: (text: string, options?: FindOptions) => Hit[];
  /**
   * Subjects whose name two cells have, given and family name, and nothing else; in ascending order. Null when there is more to it.
   */
  readonly named: (given: string, family: string) => readonly number[] | null;
  /** Subjects who have the e-mail address. */
  readonly mailed: (email: string) => readonly number[];
  /** What the quick test looks for, for those who run it over something other than texts. */
  readonly sought: Sought;
}

/** How a text is searched. */
export interface FindOptions {
  readonly acrossCells?: boolean;
  readonly kinds?: ReadonlySet<IdentifierKind>;
}

const allKinds: ReadonlySet<IdentifierKind> = new Set(['email', 'phone', 'number', 'name']);
const kindsByHint = Array.from({ length: 16 }, (_, hint): ReadonlySet<IdentifierKind> => {
  const digits: IdentifierKind[] = ['phone', 'number'];
  return new Set<IdentifierKind>([
    ...((hint & suspected.name) === 0 ? [] : (['name'] as const)),
    ...((hint & suspected.email) === 0 ? [] : (['email'] as const)),
    ...((hint & suspected.number) === 0 ? [] : (['number'] as const)),
    ...((hint & suspected.digits) === 0 ? [] : digits),
  ]);
});

/** What a text may hold of which the quick test gave this hint; 0: anything. */
export function kindsOf(hint: number): ReadonlySet<IdentifierKind> {
  return hint === 0 ? allKinds : (kindsByHint[hint] ?? allKinds);
}

/** One person to be searched for, by a number of the caller's. */
export interface SearchedSubject {
  readonly subject: number;
  readonly identifiers: Identifiers;
}

const onlyNames: ReadonlySet<IdentifierKind> = new Set(['name']);

function isBefore(a: Hit, b: Hit): number {
  return a.start - b.start || a.end - b.end || a.subject - b.subject;
}

/** Per subject: the longest of those that overlap, at equal length the surer kind. */
function withoutOverlaps(hits: readonly Hit[]): Hit[] {
  if (hits.length < 2) return [...hits];
  const order: readonly IdentifierKind[] = ['email', 'phone', 'number', 'name'];
  const kept: Hit[] = [];
  for (const own of groupBy(hits, ({ subject }) => subject).values()) {
    const [only] = own;
    if (own.length === 1 && only !== undefined) {
      kept.push(only);
      continue;
    }
    own.sort(
      (a, b) =>
        b.end - b.start - (a.end - a.start) || order.indexOf(a.kind) - order.indexOf(b.kind) || a.start - b.start,
    );
    const taken = new Intervals();
    for (const hit of own) if (taken.add(hit)) kept.push(hit);
  }
  return kept.sort(isBefore);
}

/** Disjoint spans; adding one that overlaps is refused. Spans come longest first, so each unit is marked at most once. */
class Intervals {
  private readonly units = new Set<number>();

  add({ start, end }: Span): boolean {
    // The longest come first: whatever overlaps a later one covers one of its ends.
    if (this.units.has(start) || this.units.has(end - 1)) return false;
    for (let unit = start; unit < end; unit += 1) this.units.add(unit);
    return true;
  }
}

function toHit(kind: IdentifierKind, { subject, value, start, end, parts }: Found, at: (index: number) => number): Hit {
  const hit = { subject, kind, value, start: at(start), end: at(end) };
  return parts === undefined
    ? hit
    : { ...hit, parts: parts.map((part) => ({ start: at(part.start), end: at(part.end) })) };
}

function soughtBy(kinds: readonly KindMatcher[]): Sought {
  const all = (keysOf: (kind: KindMatcher) => Numbers): Int32Array => joined(kinds.map(keysOf));
  const asks = (option: keyof ScanOptions): boolean => kinds.some((kind) => kind.options[option] === true);
  return {
    keys: all((kind) => kind.keys),
    labelled: all(({ labelledKeys = [] }) => labelledKeys),
    words: all(({ words = [] }) => words),
    givenWords: all(({ givenWords = [] }) => givenWords),
    confirming: all(({ confirming = [] }) => confirming),
    options: {
      gmail: asks('gmail'),
      numericLocals: asks('numericLocals'),
      numberWords: asks('numberWords'),
      shortNumbers: asks('shortNumbers'),
    },
  };
}

/** So many units are searched in the time it takes to make what the quick test needs: who redacts a few notes never asks for it. */
const worthCompiling = 1000;

/**
 * Compiles the identifiers of the subjects. E-mail addresses are found whole, telephone numbers in any spelling, names as
 * given and family name side by side in either order, customer numbers as whole tokens; JSON, URL and HTML escapes are
 * seen through. What is no address, number or name (a placeholder, an initial) is left out.
 */
export function buildMatcher(
  subjects: readonly SearchedSubject[],
  options: { readonly country?: PhoneCountry } = {},
): Matcher {
  const names = matchNames(subjects);
  const emails = matchEmails(subjects);
  const kinds: readonly (readonly [IdentifierKind, KindMatcher])[] = [
    ['email', emails],
    ['phone', matchPhones(subjects, options.country ?? 'DE')],
    ['number', matchNumbers(subjects)],
    ['name', names],
  ];
  const searches = kinds.map(([kind, { find }]) => ({ kind, find }));
  // Made when first needed; then the keys of the kinds are not needed any more.
  let state: Sought | readonly KindMatcher[] = kinds.map(([, kind]) => kind);
  const sought = (): Sought => ('labelled' in state ? state : (state = soughtBy(state)));
  // Backups have a scanner of their own, and ask this one of little or nothing.
  let built: Scanner | null = null;
  const scanner = (): Scanner => (built ??= buildScanner(joined([sought().keys, sought().labelled]), sought().options));
  let rowScanner: Promise<RowScanner> | null = null;
  const test: Matcher['test'] = (text) => mayContain(scanner(), text);
  const findPlain = (text: string, options: FindOptions, at: (index: number) => number): Hit[] =>
    searches.flatMap(({ kind, find: findKind }) =>
      options.kinds?.has(kind) === false
        ? []
        : findKind(text, options.acrossCells === true).map((found) => toHit(kind, found, at)),
    );
  let searched = 0;
  const find: Matcher['find'] = (text, findOptions = {}) => {
    if (findOptions.kinds === undefined && (searched += text.length) > worthCompiling && !test(text)) return [];
    const decoded = decodeText(text);
    const hits = findPlain(decoded.text, findOptions, decoded.at);
    if (decoded.ambiguous) hits.push(...findPlain(text, findOptions, (index) => index));
    return withoutOverlaps(hits);
  };
  const named: Matcher['named'] = (given, family) => {
    const quick = names.named(given, family);
    if (quick !== null) return quick;
    const text = `${given}\u001f${family}`;
    const hits = find(text, { acrossCells: true, kinds: onlyNames });
    if (hits.some(({ start, end }) => start > 0 || end < text.length)) return null;
    return [...new Set(hits.map(({ subject }) => subject))].sort((a, b) => a - b);
  };
  return {
    test,
    rows: async (keys, blobs) => {
      rowScanner ??= RowScanner.open(sought());
      const opened = await rowScanner;
      opened.begin(keys, blobs);
      return opened;
    },
    find,
    named,
    mailed: emails.owners,
    get sought() {
      return sought();
    },
  };
}
