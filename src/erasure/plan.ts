/** What happens to the rows of a table that hang on the subject. */
export type PlannedAction = 'delete' | 'detach' | 'keep' | 'mask' | 'block';

/** The effect on one table, for one action. */
export interface PlannedTable {
  readonly table: string;
  readonly action: PlannedAction;
  /** Rows the erasure itself deletes or changes. */
  readonly rows: number;
  /** How many of `rows` hang by ON DELETE CASCADE: what a plain DELETE of the customer would have taken along unseen. */
  readonly cascaded: number;
}

/** Rows that stay because a law says so. */
export interface PlannedKeep {
  readonly table: string;
  readonly rows: number;
  /** Retention class of the periods file, e.g. `receipt`. */
  readonly retentionClass: string;
  /** Citation, e.g. `§ 147 Abs. 3 AO`. */
  readonly basis: string;
  /** Latest day on which one of these rows must still be kept, `YYYY-MM-DD`. */
  readonly until: string;
  /** Of these rows, those whose date nobody can read: their period is counted from the day of the erasure. */
  readonly undated: number;
}

/** Free-text cells of other rows in which the subject is mentioned. */
export interface PlannedMention {
  readonly table: string;
  readonly column: string;
  /** Rows in which the mention can only be the subject: redacted. */
  readonly rows: number;
  /** Rows in which another living record holds the same name, phone or e-mail: left alone until a person decides. */
  readonly uncertain: number;
}

/** A reason why the erasure must not happen now. `forcible` ones have a flag, the others must be resolved first. */
export interface PlanBlocker {
  /** Code of the data map's blocker, or `staff_login`, `last_owner_login`, `ceiling`, `uncertain_mentions`, `shared_rows`. */
  readonly code: string;
  readonly table: string | null;
  readonly rows: number;
  /** What stands behind it: a staff login's name, or the map's text in the user's language. Never a customer's data. */
  readonly detail: Readonly<Record<string, string>>;
  readonly forcible: boolean;
}

/** Work no SQL can do: files, external calendars, other programs. */
export interface ManualStep {
  readonly code: string;
  readonly title: Readonly<Record<'de' | 'en', string>>;
  /** How many things there are to do (files, entries); null when the step is not countable. */
  readonly count: number | null;
}

/** One row, addressed by its primary key (text form of each key column). */
export type RowKey = readonly string[];

/** A staff login the subject owns. */
export interface StaffLogin {
  /** Login name as staff sees it. */
  readonly login: string;
  readonly reason: 'same_record' | 'linked' | 'same_email';
  readonly lastOwner: boolean;
}

/**
 * What an erasure would do. Data only: reading it twice from an unchanged database gives the same `fingerprint`.
 * `executeErasure` takes this very object and refuses when the database has moved on.
 */
export interface ErasurePlan {
  readonly requestId: string;
  readonly map: string;
  readonly fingerprint: string;
  /** Keys of the subject's customer records. */
  readonly records: readonly string[];
  readonly tables: readonly PlannedTable[];
  readonly kept: readonly PlannedKeep[];
  readonly mentions: readonly PlannedMention[];
  /** Rows left alone: matched by an e-mail or phone that somebody else holds as well. */
  readonly sharedRows: readonly { readonly table: string; readonly rows: number }[];
  readonly blockers: readonly PlanBlocker[];
  readonly manual: readonly ManualStep[];
  /** Look-ups without a usable index, as `table.column`: they make planning slow. */
  readonly missingIndexes: readonly string[];
}

/** The outcome of one executed erasure. */
export interface ErasureResult {
  readonly requestId: string;
  readonly status: 'erased' | 'done';
  readonly erased: readonly { readonly table: string; readonly action: PlannedAction; readonly rows: number }[];
  readonly kept: readonly PlannedKeep[];
  readonly stub: { readonly id: number; readonly until: string; readonly basis: readonly string[] } | null;
  readonly redacted: readonly { readonly table: string; readonly column: string; readonly rows: number }[];
  readonly residue: Residue;
  readonly openSteps: readonly string[];
}

/** What the search after the erasure still found. Places and counts, never the value. */
export interface Residue {
  /** Cells that hold an identifier of the subject and of nobody else. */
  readonly hits: number;
  readonly places: readonly {
    readonly table: string;
    readonly column: string;
    readonly rows: number;
    readonly kinds: readonly string[];
  }[];
  /** Cells that hold something the subject shares with another living record; not counted in `hits`. */
  readonly uncertain: number;
  /** SQLite: copies of the subject's values found in the file's bytes after the last VACUUM; null on MySQL. */
  readonly bytes: number | null;
  /** The search could not be made: the key file that unseals the identifiers is missing or another one. */
  readonly unknown?: boolean;
}
