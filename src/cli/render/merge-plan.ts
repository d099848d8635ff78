import type { MergePlan, MergeRow } from '../../merge/plan.js';
import type { Context, Style } from '../context.js';
import { renderSection } from './facts.js';
import { renderTable, type Cell } from './table.js';

const cell = (text: string | number): Cell => ({ text: String(text) });

/** Rows of one table that fare alike, as one line; `all` shows each. */
function grouped(rows: readonly MergeRow[], all: boolean): readonly (MergeRow & { readonly count: number })[] {
  if (all) return rows.map((row) => ({ ...row, count: 1 }));
  const groups = new Map<string, MergeRow & { count: number; keys: string[] }>();
  for (const row of rows) {
    const id = [row.table, row.action, row.reason].join('\u001f');
    const known = groups.get(id);
    if (known === undefined) groups.set(id, { ...row, count: 1, keys: [row.key] });
    else {
      known.count += 1;
      known.keys.push(row.key);
    }
  }
  return [...groups.values()].map(({ keys, ...row }) => ({ ...row, key: keys.join(', ') }));
}

/** What a merge would do: the fields of the merged record, and the rows that move; with `all` row by row. */
export async function renderMergePlan(
  plan: MergePlan,
  context: Context,
  labelOf: (column: string) => string,
  style: Style,
  all = false,
): Promise<string> {
  const { merge, more } = context.messages;
  const options = { width: style.width, chalk: style.chalk, more };
  const fields = await renderTable(
    [
      { header: merge.fieldHeaders.field },
      { header: merge.fieldHeaders.result, shrink: 2, least: 16 },
      // Why a value is taken is what one decides on.
      { header: merge.fieldHeaders.reason, shrink: 1 },
    ],
    plan.fields.map((field) => {
      const value = field.result === null ? '' : Buffer.isBuffer(field.result) ? '…' : String(field.result);
      const reason = merge.reason[field.reason] ?? field.reason;
      return [cell(labelOf(field.column)), cell(value === '' ? merge.empty : value), cell(reason)];
    }),
    options,
  );
  const rows = await renderTable(
    [
      { header: merge.rowHeaders.action },
      { header: merge.rowHeaders.table },
      { header: merge.rowHeaders.key, shrink: 1, least: 8 },
      { header: merge.rowHeaders.reason, shrink: 2 },
    ],
    grouped(plan.rows, all).map((row) => [
      cell(merge.action[row.action] ?? row.action),
      cell(row.table),
      cell(row.key),
      cell(merge.why[row.reason] ?? row.reason),
    ]),
    options,
  );
  const undecided =
    plan.undecided.length === 0 ? '' : `\n\n${style.sign.warning} ${merge.undecided(plan.undecided.join(', '))}`;
  const heading = plan.fields.length === 0 ? '' : `\n${merge.fields(plan.fields.length)}\n${fields}`;
  return `${heading}${renderSection(merge.moves, rows, style)}${undecided}`;
}
