import type { Identifiers } from '../customers/identifiers.js';
import { sealJson, unsealJson, type Sealed } from '../customers/seal.js';
import type { Addressee } from '../requests/addressee.js';

/** Texts of a subject as they were stored. Values that somebody else holds as well are not among them. */
export interface TraceTexts {
  /** E-mails and phones: wherever they are found, they are the subject's. */
  readonly identifiers: readonly string[];
  /** Free text that went: the same words may stand in another row that lives. */
  readonly notes: readonly string[];
}

/** What waits, sealed, between the database erase and the last open step of a request. */
export interface SealedContent {
  readonly identifiers: Identifiers;
  /** Keys of the subject's records; they still exist where records are masked, not deleted. */
  readonly records: readonly (readonly string[])[];
  /** Keys of records that were merged into the subject's: backups of earlier days name them. */
  readonly formerRecords?: readonly string[];
  /** Texts that must not be found in the bytes of a database file. */
  readonly traces: TraceTexts;
  /** Things to do by hand, by code of the manual step, such as paths of files to delete. */
  readonly manual: Readonly<Record<string, readonly string[]>>;
  /** Identifiers somebody else holds as well, such as `phone:49301234567`; absent in what older releases sealed. */
  readonly shared?: readonly string[];
  /** Where the answer goes; absent in what older releases sealed. */
  readonly addressee?: Addressee | null;
}

/** Seals for one request, whose id is authenticated along. */
export function seal(content: SealedContent, requestId: string, key: Buffer): Sealed {
  return sealJson(content, requestId, key);
}

/** Opens what `seal` closed; null when the key is another one or the row was tampered with. */
export function unseal(sealed: Sealed, requestId: string, key: Buffer): SealedContent | null {
  // What this tool sealed itself, authenticated: its shape is known.
  return unsealJson(sealed, requestId, key) as SealedContent | null;
}
