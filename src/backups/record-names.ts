import type { Hit, Matcher } from '../customers/find-in-text.js';
import type { IdentifierKind } from '../customers/identifiers.js';
import { sameName } from '../customers/normalise.js';
import type { KnownSubject } from './compile-search.js';
import { cellsOf, separator, type RecordView } from './joined-cells.js';

/**
 * How the name in a record compares with the subject's: the same; only the given name the same (perhaps a marriage);
 * another; none there; the subject's and somebody else's as well; none that is known to be one, but nothing either that says that
 * the record is nobody else's.
 */
export type NameRelation = 'same' | 'given' | 'other' | 'none' | 'several' | 'unclear';

const titleWords =
  /(?<!\p{L})(?:frau|fr|herrn?|hr|fräulein|familie|fam|dr|prof|dipl|ing|mag|med|rer|nat|phil|jur|geb|mrs?|ms|b\.?sc|m\.?sc|mba)(?!\p{L})/giu;

/** Whether letters are left that belong to nobody's title. */
function namesSomebody(text: string): boolean {
  return /\p{L}{2}/u.test(text.replace(titleWords, ' '));
}

function blankOut(text: string, hits: readonly Hit[]): string {
  let result = text;
  for (const { start, end } of hits) result = result.slice(0, start) + ' '.repeat(end - start) + result.slice(end);
  return result;
}

/** A name as the record spells it, and the subjects' names found in it. */
export interface RecordName {
  readonly text: string;
  readonly hits: readonly Hit[];
}

const onlyNames: ReadonlySet<IdentifierKind> = new Set(['name']);

/**
 * The ways the record spells a name: one column, or given name with family or birth name. `searched`: whether one of the
 * subjects' names may be among them.
 */
export function readNames(view: RecordView, matcher: Matcher, searched: boolean): RecordName[] {
  const given = cellsOf(view, 'given').join(' ');
  const families = cellsOf(view, 'family', 'birthName');
  const pairs = given === '' ? families : families.map((family) => given + separator + family);
  const texts = [...cellsOf(view, 'name'), ...(pairs.length === 0 && given !== '' ? [given] : pairs)];
  return texts.map((text) => ({
    text,
    hits: searched ? matcher.find(text, { acrossCells: true, kinds: onlyNames }) : [],
  }));
}

/** How the names of a record compare with those of a subject. */
export function nameRelation(view: RecordView, subject: KnownSubject, names: readonly RecordName[]): NameRelation {
  let relation: NameRelation = 'none';
  for (const { text, hits } of names) {
    const own = hits.filter((hit) => hit.subject === subject.subject);
    if (own.length > 0) {
      if (!namesSomebody(blankOut(text, own))) return 'same';
      relation = 'several';
    } else if (relation === 'none' && namesSomebody(text)) relation = 'other';
  }
  if (relation !== 'other') return relation;
  const given = cellsOf(view, 'given').join(' ');
  const same = given !== '' && subject.identifiers.names.some((name) => sameName(name.given, given));
  return same ? 'given' : 'other';
}
