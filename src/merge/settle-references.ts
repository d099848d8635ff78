import type { Row, Value } from '../database/database.js';
import { cellText } from './choose-fields.js';
import type { DifferingField } from './plan.js';
import type { MergeSession } from './session.js';

/** Columns of the record that refer together to one row; of a key of several columns no part says anything alone. */
interface OwnReference {
  readonly columns: readonly string[];
  /** Whether it refers to another record, such as whoever recommended this one. */
  readonly toRecord: boolean;
}

function referencesOf({ resolved }: MergeSession): OwnReference[] {
  const { info } = resolved.subject;
  const mapped = (resolved.selfReferences?.links ?? []).flatMap((link): OwnReference[] =>
    'to' in link ? [{ columns: link.columns, toRecord: link.to === info.name }] : [],
  );
  const declared = info.foreignKeys.map(({ columns, references }) => ({
    columns,
    toRecord: references.table === info.name,
  }));
  return [
    ...mapped,
    ...declared.filter(({ columns }) => !mapped.some((each) => each.columns.join() === columns.join())),
  ];
}

/** Columns of a record that refer to another record and may be NULL meanwhile. */
export function recordReferences(session: MergeSession): ReadonlySet<string> {
  const { info } = session.resolved.subject;
  const columns = referencesOf(session).flatMap((each) => (each.toRecord ? each.columns : []));
  return new Set(columns.filter((column) => info.columns.get(column)?.nullable === true));
}

const joined = (values: readonly Value[]): string => values.map(cellText).join('\u001f');

/**
 * The fields with references taken as wholes: all columns of one come from the same record, and none refers to one of the records
 * themselves.
 * @param rows the records, survivor first
 */
export function settleReferences(
  session: MergeSession,
  fields: readonly DifferingField[],
  rows: readonly Row[],
): DifferingField[] {
  const { key } = session.resolved.subject;
  const own = new Set(rows.map((row) => joined(key.map((column) => row[column] ?? null))));
  let settled = [...fields];
  for (const { columns, toRecord } of referencesOf(session)) {
    if (columns.length === 1 && !toRecord) continue;
    const isUsable = (values: readonly Value[]): boolean =>
      !values.includes(null) && !(toRecord && own.has(joined(values)));
    const held = rows.map((row) => columns.map((column) => row[column] ?? null));
    const proposed = columns.map((column, at) => {
      const field = settled.find((each) => each.column === column);
      return field === undefined ? (held[0]?.[at] ?? null) : field.result;
    });
    const isWhole = columns.length === 1 || held.some((values) => joined(values) === joined(proposed));
    if (proposed.every((value) => value === null) || (isUsable(proposed) && isWhole)) continue;
    const taken = held.find(isUsable) ?? columns.map(() => null);
    settled = settled.map((field) => {
      const at = columns.indexOf(field.column);
      return at === -1 ? field : { ...field, result: taken[at] ?? null };
    });
  }
  return settled;
}
