import type { RetentionClass } from '../data-map/schema.js';
import type { Addressee } from '../requests/addressee.js';
import type { OpenStep, RecipientOutcome, RequestStatus } from '../requests/request.js';
import type { TextLanguage } from './document.js';

/** What happened to the entries of one table. */
export interface ErasedEntries {
  /** What the data map calls the table; its name in the database where the map has no title for it. */
  readonly title: Readonly<Record<TextLanguage, string>>;
  readonly action: 'delete' | 'mask' | 'detach';
  readonly rows: number;
}

/** Entries that stay because a law says so. Days are `YYYY-MM-DD`. */
export interface KeptEntries {
  /** Null where the data map has no title: then the class of the law speaks for it. */
  readonly title: Readonly<Record<TextLanguage, string>> | null;
  readonly retentionClass: RetentionClass;
  readonly rows: number;
  readonly basis: string;
  readonly until: string;
}

/** Where a recipient of the data stands. Days are `YYYY-MM-DD`. */
export interface ToldRecipient {
  readonly name: string;
  readonly purpose: string | null;
  readonly askedOn: string | null;
  readonly settledOn: string | null;
  readonly outcome: RecipientOutcome | null;
}

/**
 * Everything a letter may say of a request, and nothing else: what is not a recorded fact is not in the letter. Days are
 * `YYYY-MM-DD` in the controller's time zone.
 */
export interface RequestFacts {
  readonly requestId: string;
  readonly status: RequestStatus;
  readonly receivedOn: string;
  readonly dueOn: string;
  readonly extension: { readonly on: string; readonly reason: string } | null;
  readonly refusal: { readonly ground: string; readonly explanation: string | null } | null;
  readonly erasure: {
    readonly on: string;
    readonly erased: readonly ErasedEntries[];
    /** Cells of other people's entries from which a mention was taken out. */
    readonly redacted: number;
    readonly kept: readonly KeptEntries[];
    /** Last day on which the base data is kept with them; null when none is. */
    readonly baseDataUntil: string | null;
    /** Steps in the calendar itself that are still open: as long as there are any, it is not known that everything is gone. */
    readonly unfinished: readonly OpenStep[];
  } | null;
  /** Copies in exported files: `open` while some are still to be cleaned; null when none are known. */
  readonly backups: 'open' | 'cleaned' | null;
  readonly recipients: readonly ToldRecipient[];
  /** Null when nobody knows any more who it was. */
  readonly addressee: Addressee | null;
}
