import type { Row, Value } from '../database/database.js';
import type { TableMerge } from '../data-map/merge-schema.js';
import { cellText, strictest } from './choose-fields.js';

/** A row that takes part in a collision, as it would stand after the merge. */
export interface CollidingRow {
  readonly id: string;
  readonly row: Row;
  /** Whether it is one of the surviving record's own. */
  readonly own: boolean;
}

/** Which row stays, and what changes in it. */
export interface CollisionOutcome {
  readonly kept: CollidingRow;
  readonly dropped: readonly CollidingRow[];
  readonly change: Readonly<Record<string, Value>>;
}

/** A decimal number as an integer and its scale: money is not added up in binary fractions. */
function parseDecimal(value: Value): { readonly units: bigint; readonly scale: number } | null {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(cellText(value).trim());
  if (match === null) return null;
  const [, sign = '', whole = '0', fraction = ''] = match;
  return { units: BigInt(`${sign}${whole}${fraction}`), scale: fraction.length };
}

/** The exact sum of decimal numbers; NULL counts as nothing. Null when one of them is no number. */
export function addDecimals(values: readonly Value[]): Value {
  const parts = values.filter((value) => value !== null).map(parseDecimal);
  if (parts.length === 0 || parts.includes(null)) return null;
  const scale = Math.max(...parts.map((part) => part?.scale ?? 0));
  const sum = parts.reduce(
    (total, part) => total + (part?.units ?? 0n) * 10n ** BigInt(scale - (part?.scale ?? 0)),
    0n,
  );
  const digits = (sum < 0n ? -sum : sum).toString().padStart(scale + 1, '0');
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  const signed = sum < 0n ? `-${text}` : text;
  const number = Number(signed);
  return values.some((value) => typeof value === 'number') && Number.isSafeInteger(number) ? number : signed;
}

function pickKept(
  rows: readonly CollidingRow[],
  rule: TableMerge,
  answer: 'survivor' | 'duplicate' | undefined,
): CollidingRow | null {
  const own = rows.find((row) => row.own);
  const [first] = rows;
  if (rule.collision === 'newest') {
    return rows.reduce<CollidingRow | null>((best, row) => {
      if (best === null) return row;
      const [newer, older] = [cellText(row.row[rule.column]), cellText(best.row[rule.column])];
      // Of two alike the surviving record's own stays.
      return newer > older || (newer === older && row.own) ? row : best;
    }, null);
  }
  if (rule.collision !== 'ask') return own ?? first ?? null;
  if (answer === undefined) return null;
  return (answer === 'survivor' ? own : rows.find((row) => !row.own)) ?? first ?? null;
}

/**
 * Decides one collision by the table's rule: which row stays, what is added up, which consent survives. Null when the rule
 * leaves it to a person who has not answered, or when a column to be added up holds no number.
 */
export function resolveCollision(
  rows: readonly CollidingRow[],
  rule: TableMerge,
  answer: 'survivor' | 'duplicate' | undefined,
): CollisionOutcome | null {
  const kept = pickKept(rows, rule, answer);
  if (kept === null) return null;
  const change: Record<string, Value> = {};
  if (rule.collision === 'sum') {
    for (const column of rule.columns) {
      const sum = addDecimals(rows.map(({ row }) => row[column] ?? null));
      if (sum === null && rows.some(({ row }) => (row[column] ?? null) !== null)) return null;
      change[column] = sum;
    }
  }
  for (const [column, order] of Object.entries(rule.consent)) {
    change[column] = strictest(
      rows.map(({ row }) => row[column] ?? null),
      order,
    );
  }
  const changed = Object.entries(change).filter(([column, value]) => cellText(value) !== cellText(kept.row[column]));
  return { kept, dropped: rows.filter((row) => row !== kept), change: Object.fromEntries(changed) };
}
