/** Exit codes of the command line; scripts rely on them (`belbo-erase help exit-codes`). */
export const ExitCode = {
  ok: 0,
  failed: 1,
  usage: 2,
  incomplete: 3,
  verificationFailed: 4,
  blocked: 5,
  unreachable: 10,
  locked: 11,
  configuration: 12,
  interrupted: 130,
  terminated: 143,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** One thing that is wrong with a data map or a configuration, and how to mend it. */
export interface Finding {
  /** Where: `tables.appointments.columns.notes`, or a live name such as `appointments.notes`. */
  readonly path: string;
  /** Stable code, for scripts and for the translated text. */
  readonly code: string;
  /** Values for the text; names of tables, columns and keys only, never personal data. */
  readonly params: Readonly<Record<string, string | number>>;
}

/**
 * Every error a user can meet, with what its text needs. Params hold names of tables, columns, files and options, and
 * numbers; never a value out of a customer's record.
 */
export interface ErrorParams {
  // Exit 2: what was typed
  UNKNOWN_COMMAND: { name: string; nearest: string; valid: string };
  UNKNOWN_OPTION: { option: string; nearest: string; command: string };
  MISSING_COMMAND: { command: string; valid: string };
  MISSING_ARGUMENT: { argument: string; command: string };
  MISSING_VALUE: { option: string; command: string };
  TOO_MANY_ARGUMENTS: { command: string };
  REQUEST_NOT_FOUND: { id: string };
  REQUEST_CLOSED: { id: string; status: string };
  REQUEST_NOT_ERASED: { id: string };
  ALREADY_EXTENDED: { id: string };
  EXTENSION_TOO_LATE: { id: string; dueOn: string };
  NOT_ON_HOLD: { id: string };
  /** `records`: `K-100001 [1], K-100002 [2]`, number and key. */
  CUSTOMER_AMBIGUOUS: { records: string };
  CUSTOMER_NOT_FOUND: { customers: number };
  CONFIRMATION_MISSING: { id: string };
  CONFIRMATION_WRONG: { id: string };
  TERMINAL_NEEDED: { command: string };
  DECISION_MISSING: { option: string };
  UNKNOWN_FIELD: { field: string; valid: string };
  INVALID_OPTION: { option: string; valid: string };
  STUB_NOT_FOUND: { id: string };
  DEMO_FOLDER_NOT_EMPTY: { path: string };
  NO_BACKUPS: { path: string };
  IDENTIFIERS_GONE: { id: string };
  DECISIONS_INVALID: { path: string; findings: readonly Finding[] };
  MERGE_NOT_FOUND: { id: string };
  MERGE_UNDONE: { id: string };
  MERGE_FIELD_UNKNOWN: { field: string; valid: string };
  RECIPIENT_NOT_FOUND: { id: string; recipient: string; open: string };
  FILE_NOT_CREATED: { path: string };
  LETTER_UNFOUNDED: { id: string; kind: string };
  /** `steps`: codes of the steps that are still open. */
  LETTER_EARLY: { id: string; steps: string };
  LETTER_UNADDRESSED: { id: string };
  // Exit 12: configuration, data map, set-up
  CONFIG_NOT_FOUND: { path: string };
  CONFIG_INVALID: { path: string; findings: readonly Finding[] };
  MAP_NOT_FOUND: { name: string; builtIn: string };
  MAP_INVALID: { path: string; findings: readonly Finding[] };
  MAP_MISMATCH: { map: string; findings: readonly Finding[] };
  PRIVILEGES_MISSING: { privileges: string };
  NOT_INITIALISED: { database: string };
  TABLES_OUTDATED: { database: string; version: number; needed: number };
  KEY_FILE_MISSING: { path: string };
  KEY_FILE_INVALID: { path: string };
  KEY_FILE_EXPOSED: { path: string; mode: string };
  SECTION_MISSING: { section: string };
  AUTHORITY_UNKNOWN: Record<string, never>;
  // Exit 10, 11
  DATABASE_UNREACHABLE: { database: string; reason: string };
  DATABASE_NOT_FOUND: { path: string };
  ACCESS_DENIED: { database: string; user: string };
  LOCKED: { owner: string; since: string };
  DATABASE_BUSY: { database: string };
  // Exit 1: nothing committed
  DATABASE_READ_ONLY: { database: string };
  DISK_FULL: { database: string };
  COMMIT_UNCERTAIN: { database: string };
  QUERY_FAILED: { code: string; table: string };
  COUNT_MISMATCH: { table: string; planned: number; found: number };
  MAIL_FAILED: { host: string; reason: string };
  // Exit 3
  /** `places`: of the recipients in the configuration, from 1 on. */
  MAIL_PARTLY: { host: string; places: string };
  MAIL_UNCERTAIN: { host: string; messageId: string; reason: string };
  // Exit 5
  PLAN_STALE: { id: string };
  STAFF_LOGIN: { login: string };
  LAST_OWNER_LOGIN: { login: string };
  /** `texts`: what the data map says of its own blockers, by code and language. */
  BLOCKED: { id: string; codes: string; texts: Readonly<Record<string, Readonly<Record<string, string>>>> };
  CEILING_EXCEEDED: { table: string; rows: number; ceiling: number };
  SUBJECT_GONE: { id: string };
  NOT_A_CUSTOMER: { id: string };
  UNDECIDED_DUPLICATES: { id: string; records: number; keys: string; more: number };
  MERGE_REFUSED: { reason: string; table: string; rows: number };
  MERGE_RECORD_GONE: { records: number };
  MERGE_UNDECIDED: { tables: string };
  MERGE_STALE: { key: string };
  MERGE_CHANGED: { id: string; tables: string; later: number };
  MERGE_SEALED: { id: string };
  MERGE_READABLE: { id: string };
  // Exit 1, should not happen
  INTERNAL: { detail: string };
}

export type ErrorCode = keyof ErrorParams;

const exitCodes: Readonly<Record<ErrorCode, ExitCode>> = {
  UNKNOWN_COMMAND: ExitCode.usage,
  UNKNOWN_OPTION: ExitCode.usage,
  MISSING_COMMAND: ExitCode.usage,
  MISSING_ARGUMENT: ExitCode.usage,
  MISSING_VALUE: ExitCode.usage,
  TOO_MANY_ARGUMENTS: ExitCode.usage,
  REQUEST_NOT_FOUND: ExitCode.usage,
  REQUEST_CLOSED: ExitCode.usage,
  REQUEST_NOT_ERASED: ExitCode.usage,
  ALREADY_EXTENDED: ExitCode.usage,
  EXTENSION_TOO_LATE: ExitCode.usage,
  NOT_ON_HOLD: ExitCode.usage,
  CUSTOMER_AMBIGUOUS: ExitCode.usage,
  CUSTOMER_NOT_FOUND: ExitCode.usage,
  CONFIRMATION_MISSING: ExitCode.usage,
  CONFIRMATION_WRONG: ExitCode.usage,
  TERMINAL_NEEDED: ExitCode.usage,
  DECISION_MISSING: ExitCode.usage,
  UNKNOWN_FIELD: ExitCode.usage,
  INVALID_OPTION: ExitCode.usage,
  STUB_NOT_FOUND: ExitCode.usage,
  DEMO_FOLDER_NOT_EMPTY: ExitCode.usage,
  NO_BACKUPS: ExitCode.usage,
  IDENTIFIERS_GONE: ExitCode.usage,
  DECISIONS_INVALID: ExitCode.usage,
  RECIPIENT_NOT_FOUND: ExitCode.usage,
  FILE_NOT_CREATED: ExitCode.usage,
  LETTER_UNFOUNDED: ExitCode.usage,
  LETTER_EARLY: ExitCode.incomplete,
  LETTER_UNADDRESSED: ExitCode.usage,
  CONFIG_NOT_FOUND: ExitCode.configuration,
  CONFIG_INVALID: ExitCode.configuration,
  MAP_NOT_FOUND: ExitCode.configuration,
  MAP_INVALID: ExitCode.configuration,
  MAP_MISMATCH: ExitCode.configuration,
  PRIVILEGES_MISSING: ExitCode.configuration,
  NOT_INITIALISED: ExitCode.configuration,
  TABLES_OUTDATED: ExitCode.configuration,
  KEY_FILE_MISSING: ExitCode.configuration,
  KEY_FILE_INVALID: ExitCode.configuration,
  KEY_FILE_EXPOSED: ExitCode.configuration,
  SECTION_MISSING: ExitCode.configuration,
  AUTHORITY_UNKNOWN: ExitCode.configuration,
  DATABASE_UNREACHABLE: ExitCode.unreachable,
  DATABASE_NOT_FOUND: ExitCode.unreachable,
  ACCESS_DENIED: ExitCode.unreachable,
  LOCKED: ExitCode.locked,
  DATABASE_BUSY: ExitCode.locked,
  DATABASE_READ_ONLY: ExitCode.failed,
  DISK_FULL: ExitCode.failed,
  COMMIT_UNCERTAIN: ExitCode.failed,
  QUERY_FAILED: ExitCode.failed,
  COUNT_MISMATCH: ExitCode.failed,
  MAIL_FAILED: ExitCode.failed,
  MAIL_PARTLY: ExitCode.incomplete,
  MAIL_UNCERTAIN: ExitCode.incomplete,
  PLAN_STALE: ExitCode.blocked,
  STAFF_LOGIN: ExitCode.blocked,
  LAST_OWNER_LOGIN: ExitCode.blocked,
  BLOCKED: ExitCode.blocked,
  CEILING_EXCEEDED: ExitCode.blocked,
  SUBJECT_GONE: ExitCode.blocked,
  NOT_A_CUSTOMER: ExitCode.blocked,
  UNDECIDED_DUPLICATES: ExitCode.blocked,
  MERGE_REFUSED: ExitCode.blocked,
  MERGE_RECORD_GONE: ExitCode.blocked,
  MERGE_UNDECIDED: ExitCode.blocked,
  MERGE_STALE: ExitCode.blocked,
  MERGE_CHANGED: ExitCode.blocked,
  MERGE_SEALED: ExitCode.blocked,
  MERGE_READABLE: ExitCode.blocked,
  MERGE_NOT_FOUND: ExitCode.usage,
  MERGE_UNDONE: ExitCode.usage,
  MERGE_FIELD_UNKNOWN: ExitCode.usage,
  INTERNAL: ExitCode.failed,
};

/**
 * The one error the core throws on purpose. Its `message` is the bare code: the sentence in the user's language is made
 * by the CLI from `code` and `params`, so that no text, and no personal data in a driver's text, travels inside.
 */
export class BelboEraseError<C extends ErrorCode = ErrorCode> extends Error {
  readonly code: C;
  readonly params: ErrorParams[C];

  constructor(code: C, params: ErrorParams[C], options?: ErrorOptions) {
    super(code, options);
    this.name = 'BelboEraseError';
    this.code = code;
    this.params = params;
  }

  get exitCode(): ExitCode {
    return exitCodes[this.code];
  }
}

/** Whether an error is one of ours. (`instanceof` alone loses the type of its params.) */
export function isBelboEraseError(error: unknown): error is BelboEraseError {
  return error instanceof BelboEraseError;
}

/** One of several pieces of work that failed; nothing of it was changed. */
export interface Failure {
  readonly id: string;
  /** Code of the error, as in `BelboEraseError`; `UNEXPECTED` for anything else. */
  readonly error: string;
  /** The error itself, for whoever tells about it. */
  readonly cause: unknown;
}

export function toFailure(id: string, cause: unknown): Failure {
  return { id, error: isBelboEraseError(cause) ? cause.code : 'UNEXPECTED', cause };
}

const fatal: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'DATABASE_UNREACHABLE',
  'ACCESS_DENIED',
  'DATABASE_READ_ONLY',
  'DISK_FULL',
  'LOCKED',
  'MAP_MISMATCH',
  'COMMIT_UNCERTAIN',
]);

/** Whether an error says that the database, not this piece of work, is at fault: going on would only fail again. */
export function isFatal(error: unknown): boolean {
  return isBelboEraseError(error) && fatal.has(error.code);
}
