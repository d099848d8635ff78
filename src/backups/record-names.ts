import type { Hit } from '../customers/find-in-text.js';
import { sameName } from '../customers/normalise.js';
import type { BackupSearch, KnownSubject } from './compile-search.js';
import { cellsOf, separator, type RecordView } from './joined-cells.js';

/**
 * How the name in a record compares with the subject's: the same; only the given name the same (perhaps a marriage);
 * another; none there; the subject's and somebody else's as well.
 */
export type NameRelation = 'same' | 'given' | 'other' | 'none' | 'several';

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

/** The ways the record spells a name: one column, or given name with family or birth name. */
export function nameTexts(view: RecordView): string[] {
  const given = cellsOf(view, 'given').join(' ');
  const families = cellsOf(view, 'family', 'birthName');
  const pairs = given === '' ? families : families.map((family) => given + separator + family);
  return [...cellsOf(view, 'name'), ...(pairs.length === 0 && given !== '' ? [given] : pairs)];
}

/** How the names of a record (`nameTexts`) compare with those of a subject. */
export function nameRelation(
  view: RecordView,
  subject: KnownSubject,
  search: BackupSearch,
  texts: readonly string[],
): NameRelation {
  let relation: NameRelation = 'none';
  for (const text of texts) {
    const own = search.matcher
      .find(text, { acrossCells: true })
      .filter((hit) => hit.kind === 'name' && hit.subject === subject.subject);
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
