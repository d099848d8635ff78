import type { Row, Value } from '../../database/database.js';
import { readRows } from '../../database/read-rows.js';
import { comparedDigests } from '../../customers/decisions.js';
import type { ErasureSession } from '../../erasure/session.js';
import type { Hanging } from '../../merge/read-hanging.js';
import { readHanging } from '../../merge/read-hanging.js';
import type { Context, Style } from '../context.js';
import { escapeText } from '../render/escape.js';
import { renderFacts } from '../render/facts.js';
import { loadMeasure } from '../render/measure.js';
import { renderPair, type PairField } from '../render/pair.js';
import { reasonsInWords } from '../render/reasons.js';
import type { ReviewItem } from './load-review.js';

/** Two records as they were read at one moment. */
export interface Pair {
  readonly a: { readonly key: string; readonly row: Row; readonly hanging: Hanging };
  readonly b: { readonly key: string; readonly row: Row; readonly hanging: Hanging };
  /** Digests of the values shown: a decision is remembered only while they hold. */
  readonly seen: ReadonlyMap<string, string>;
}

/** Reads a pair, or tells which of the two records is gone. */
export async function readPair(
  session: ErasureSession,
  a: string,
  b: string,
): Promise<Pair | { readonly gone: string }> {
  const { info, key } = session.resolved.subject;
  const keys = [a, b].map((each) => each.split('\u001f'));
  // First the digests: what changes between the two reads is then asked again, never decided unseen.
  const seen = await comparedDigests(session, session.db, [a, b]);
  const rows = await readRows(session.db, info.name, [...info.columns.keys()], key, keys);
  const rowOf = (id: string): Row | undefined =>
    rows.find((row) => key.map((column) => String(row[column])).join('\u001f') === id);
  const [first, second] = [rowOf(a), rowOf(b)];
  if (first === undefined) return { gone: a };
  if (second === undefined) return { gone: b };
  return {
    a: { key: a, row: first, hanging: await readHanging(session, a) },
    b: { key: b, row: second, hanging: await readHanging(session, b) },
    seen,
  };
}

/** A cell as a person reads it. */
export function shown(value: Value | undefined): string {
  if (value === undefined || value === null) return '';
  return Buffer.isBuffer(value) ? `${String(value.length)} bytes` : String(value);
}

/** What of the score speaks of which columns. */
const reasonFields: Readonly<Record<string, string>> = {
  given_name: 'given_name',
  family_name: 'family_name',
  birth_name: 'family_name',
  birth_date: 'birth_date',
  emails: 'email',
  phones: 'phone',
  street: 'street',
  postal_code: 'place',
  city: 'place',
};

/** What a column is called: by what it identifies, else by its name in the database. */
export function labelOf(context: Context, session: ErasureSession, column: string): string {
  const { identifiers } = session.resolved.map.subject;
  const entry = Object.entries(identifiers).find(([, columns]) => [columns].flat().includes(column));
  const label = context.messages.merge.field[entry?.[0] ?? ''];
  const several = [entry?.[1]].flat().length > 1;
  const name = escapeText(column);
  return label === undefined ? name : several ? `${label} (${name})` : label;
}

function fieldsOf(context: Context, session: ErasureSession, pair: Pair, item: ReviewItem): PairField[] {
  const { subject } = session.resolved;
  const { identifiers } = session.resolved.map.subject;
  // The same number written otherwise is no other number.
  const close = new Set(
    item.candidate?.reasons.filter(({ level }) => level !== 'different').map(({ field }): string => field),
  );
  const named = Object.entries(identifiers).flatMap(([kind, columns]) =>
    [columns].flat().flatMap((column) => (column === undefined ? [] : [{ kind, column }])),
  );
  const others = [...subject.info.columns.values()]
    .filter(
      ({ name, autoUpdate }) =>
        !autoUpdate && !subject.key.includes(name) && !named.some((each) => each.column === name),
    )
    .filter(({ name }) => shown(pair.a.row[name]) !== shown(pair.b.row[name]))
    .map(({ name }) => ({ kind: '', column: name }));
  return [...named, ...others].map(({ kind, column }) => ({
    label: labelOf(context, session, column),
    a: shown(pair.a.row[column]),
    b: shown(pair.b.row[column]),
    similar: close.has(reasonFields[kind] ?? ''),
  }));
}

function hangingText(
  { messages, language }: Context,
  { resolved }: ErasureSession,
  { counts, lastVisit }: Hanging,
): string {
  const rows = counts.map(
    ({ table, rows: count }) => `${resolved.map.tables[table]?.title?.[language] ?? table} ${String(count)}`,
  );
  return messages.merge.hanging(rows, lastVisit === null ? null : messages.date(lastVisit.slice(0, 10)));
}

/** Both records side by side, why they may be one person, and what hangs on each. */
export async function renderReviewItem(
  context: Context,
  session: ErasureSession,
  pair: Pair,
  item: ReviewItem,
  heading: string,
  style: Style,
): Promise<string> {
  const { merge, duplicates } = context.messages;
  const fields = [
    ...fieldsOf(context, session, pair, item),
    {
      label: merge.hangs,
      a: hangingText(context, session, pair.a.hanging),
      b: hangingText(context, session, pair.b.hanging),
      plain: true,
    },
  ];
  const measure = await loadMeasure(fields.flatMap(({ label, a, b }) => [label, a, b]));
  const { candidate } = item;
  const score =
    candidate === null
      ? []
      : [
          renderFacts(
            [
              [
                merge.score(context.messages.score(candidate.score), duplicates.band[candidate.band]),
                reasonsInWords(context.messages, candidate),
              ],
            ],
            style,
          ),
        ];
  return [
    '',
    style.chalk.bold.underline(heading),
    '',
    renderPair([merge.own(pair.a.key), merge.record(pair.b.key)], fields, style, measure),
    '',
    ...score,
    ...(item.outdated ? [`${style.chalk.yellow(style.sign.warning)} ${merge.outdated}`] : []),
    '',
  ].join('\n');
}
