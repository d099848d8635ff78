import type { Value } from '../database/database.js';

/** One row, by the text form of its key columns. */
export type RowKey = readonly string[];

/** Which value of a field the surviving record gets. */
export type FieldChoice =
  | { readonly from: 'survivor' }
  | { readonly from: 'duplicate'; readonly record: string }
  | { readonly from: 'typed'; readonly value: string | null };

/** What a person, or a script, has said beforehand. */
export interface MergeChoices {
  /** By column of the customer record. What is not named follows the rules. */
  readonly fields?: Readonly<Record<string, FieldChoice>>;
  /** By table, for collisions the data map leaves to a person. */
  readonly collisions?: Readonly<Record<string, 'survivor' | 'duplicate'>>;
}

/** Why a field gets its value. */
export type FieldReason = 'chosen' | 'fuller' | 'verified' | 'newer' | 'stricter_consent' | 'both_texts' | 'survivor';

/** A column in which the records differ. Holds personal data: for the eyes of who merges, never for a log. */
export interface DifferingField {
  readonly column: string;
  /** Value of each record, survivor first. */
  readonly values: readonly Value[];
  readonly result: Value;
  readonly reason: FieldReason;
  /** Consent and the like: no choice may loosen it. */
  readonly fixed: boolean;
}

/** A row that is re-pointed, changed or dropped; what each column held and will hold. */
export type MergeStep =
  | {
      readonly kind: 'move' | 'change';
      readonly table: string;
      readonly key: RowKey;
      readonly set: Readonly<Record<string, Value>>;
      readonly before: Readonly<Record<string, Value>>;
    }
  | {
      readonly kind: 'drop';
      readonly table: string;
      readonly key: RowKey;
      readonly row: Readonly<Record<string, Value>>;
      readonly reason: 'collision' | 'record' | 'orphan';
    };

/** How two rows of one person that a UNIQUE forbids beside each other were brought together. */
export interface Collision {
  readonly table: string;
  readonly columns: readonly string[];
  readonly rule: 'survivor' | 'newest' | 'sum' | 'ask';
  /** The row that stays; null while nobody has decided. */
  readonly kept: RowKey | null;
  readonly dropped: readonly RowKey[];
}

/** A row as `--dry-run` shows it: where, which, what happens; no values but keys. */
export interface MergeRow {
  readonly table: string;
  readonly key: string;
  readonly action: 'move' | 'change' | 'drop';
  readonly columns: readonly string[];
  readonly reason: string;
}

/** What a merge would do. `rows`, `collisions` and `fingerprint` may be printed; the rest holds personal data. */
export interface MergePlan {
  readonly survivor: RowKey;
  readonly duplicates: readonly RowKey[];
  readonly rows: readonly MergeRow[];
  readonly collisions: readonly Collision[];
  /** Tables with collisions that nobody has decided: the plan cannot be carried out. */
  readonly undecided: readonly string[];
  readonly fields: readonly DifferingField[];
  /** In the order in which they are carried out. */
  readonly steps: readonly MergeStep[];
  /** Keyed digest over all of it: equal exactly when nothing of it has changed. */
  readonly fingerprint: string;
}
