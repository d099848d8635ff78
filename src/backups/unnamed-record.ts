import type { Hit } from '../customers/find-in-text.js';
import type { KnownSubject } from './compile-search.js';
import type { ColumnRole } from './header-names.js';
import { cellsOf, type Joined, type RecordView } from './joined-cells.js';
import type { NameRelation } from './record-names.js';

/*
 * A record in which no name was recognised may have one all the same: in a column with a name of its own, in a file without header.
 */

/** Columns that name the person a record is about. */
export const nameRoles: ReadonlySet<ColumnRole | null> = new Set<ColumnRole>(['name', 'given', 'family', 'birthName']);

const capitalised =
  /^\p{Lu}[\p{L}'’.-]+(?:[ ,]{1,2}(?:(?:v[ao]n|de[rnm]?|zu[rm]?|d[aiou]s?|te[rn]|l[ae]|el|al|bin|ben|und|y|e) )*\p{Lu}[\p{L}'’.-]+){0,2}$/u;

/** One to three capitalised words and nothing else, not behind a postal code: a name, as far as one can tell. */
export function looksLikeName(cell: string, before: string | undefined): boolean {
  return capitalised.test(cell.trim()) && !/^\d{4,5}$/.test(before?.trim() ?? '');
}

/** An amount or a date with the letters it may have, or a yes or no: nobody's name. */
const nobody = /^[\s\d.,:/€$%+-]*(?:EUR|CHF|USD|Euro|Uhr|T\d.*|ja|nein|yes|no|true|false|wahr|falsch)?\s*$/i;

/**
 * Cells with letters that nothing explains: no column name, and not the subject's identifiers that were found. Each may be
 * the name of somebody else.
 */
export function unexplained(view: RecordView, joined: Joined, hits: readonly Hit[]): number[] {
  let text = joined.text;
  for (const hit of hits) text = text.slice(0, hit.start) + ' '.repeat(hit.end - hit.start) + text.slice(hit.end);
  return view.cells.flatMap((cell, index) => {
    if (view.columns !== null && (view.columns[index] ?? null) !== null) return [];
    const start = joined.starts[index] ?? 0;
    const rest = text.slice(start, start + cell.length);
    return /\p{L}\P{L}*\p{L}/u.test(rest) && !nobody.test(rest) ? [index] : [];
  });
}

/**
 * What the missing name says of a record that is filed under a contact of the subject's: nothing contradicts; it has somebody
 * else's customer number; or it may be that of somebody else. In a list that names nobody a phone says too little: the calendar may
 * have forgotten who shares it.
 */
export function unnamed(
  view: RecordView,
  { identifiers }: KnownSubject,
  unexplainedCells: readonly number[],
  email: boolean,
): NameRelation {
  // The subject's own was looked for before.
  if (cellsOf(view, 'number').length > 0) return identifiers.numbers.length === 1 ? 'other' : 'unclear';
  const namesPeople = view.columns?.some((role) => nameRoles.has(role)) === true;
  if (namesPeople && email) return 'none';
  return unexplainedCells.length > 0 || !(namesPeople || email) ? 'unclear' : 'none';
}
