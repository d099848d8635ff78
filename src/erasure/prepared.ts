import type { Value } from '../database/database.js';
import type { Addressee } from '../requests/addressee.js';
import type { Mention } from './classify-mentions.js';
import type { CollectedRow } from './collect.js';
import type { DecidedRow, Retained } from './decide-rows.js';
import type { Gate } from './gate-duplicates.js';
import type { IdentifierKey } from './holders.js';
import type { TraceTexts } from './identifier-vault.js';
import type { ErasurePlan, StaffLogin } from './plan.js';
import type { Subject } from './subject.js';

/**
 * A plan with what is needed to carry it out. `plan` may be printed; the rest holds identifiers and keys and must stay in
 * memory.
 */
export interface PreparedErasure {
  readonly plan: ErasurePlan;
  readonly subject: Subject;
  readonly rows: readonly DecidedRow[];
  readonly mentions: readonly Mention[];
  readonly logins: readonly StaffLogin[];
  /** Digest of the collection the plan was made from; re-made and compared inside the transaction. */
  readonly digest: string;
  /** Rows that only the text search found, and the digest of what says that they are the subject's; looked at again as well. */
  readonly foundOnly: readonly CollectedRow[];
  readonly foundDigest: string;
  /** Digest of the customer records as they were read. */
  readonly recordsDigest: string;
  /** Digest of the decisions that say which records are the subject's; re-made and compared inside the transaction. */
  readonly personDigest: string;
  /** Ids of the person's requests, whatever their state. */
  readonly requests: readonly string[];
  /** Keys of records that were merged into the subject's. */
  readonly formerRecords: readonly string[];
  /** What the search for duplicates found; a plan without that cannot be carried out. */
  readonly gate: Gate | null;
  /** Whether free text was searched; a plan without that cannot be carried out. */
  readonly scanned: boolean;
  /** Rows of `delete_if_orphan` tables that others use, as planned. */
  readonly sharedRows: ReadonlySet<string>;
  /** Rows that stubs of people erased before keep, as planned. */
  readonly keptElsewhere: ReadonlyMap<string, Retained>;
  /** Identifiers that others hold too: what is found of these later is no residue. */
  readonly sharedIdentifiers: ReadonlySet<IdentifierKey>;
  /** Base data for the retention stub, one object a record. */
  readonly baseData: readonly Readonly<Record<string, Value>>[];
  /** Where the answer to the customer goes. */
  readonly addressee: Addressee | null;
  /** Texts whose bytes must be gone from a database file. */
  readonly traces: TraceTexts;
  /** Things to do by hand, by code of the manual step. */
  readonly manualItems: Readonly<Record<string, readonly string[]>>;
}
