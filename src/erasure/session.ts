import type { Database } from '../database/database.js';
import type { MatchingSettings } from '../customers/find-candidates.js';
import type { ResolvedMap } from '../data-map/resolve.js';
import type { ProgressListener } from '../progress.js';
import type { RetentionCountry } from '../retention/periods.js';

/** Steps that follow an erasure by the configuration. The request is not done before they are. */
export interface Afterwards {
  /** Whether there are backups the person may be in. */
  readonly backups: boolean;
  /** Names of those who must be told (Art. 19 GDPR). */
  readonly recipients: readonly string[];
  /** Whether the customer must be answered (Art. 12(3) GDPR). */
  readonly letter: boolean;
}

/** What every step of an erasure needs to know. Made once per run of the program. */
export interface ErasureSession {
  readonly db: Database;
  readonly resolved: ResolvedMap;
  /** From which score on two records may be one person's. */
  readonly matching: MatchingSettings;
  /** Whose retention law applies. */
  readonly country: RetentionCountry;
  readonly timeZone: string;
  /** Today in the controller's time zone, `YYYY-MM-DD`. */
  readonly today: string;
  /** Now as stored in the tool's own tables, ISO 8601 with zone. */
  readonly now: () => string;
  /** Now as the calendar stores local time, `YYYY-MM-DD HH:MM:SS`. */
  readonly localNow: string;
  /** Key that seals waiting identifiers; 32 bytes. */
  readonly key: Buffer;
  /** Who acts, for the event log: the operating system's user name. */
  readonly who: string;
  /** What the configuration asks for when the calendar is clean; absent: nothing. */
  readonly afterwards?: Afterwards;
  readonly onProgress?: ProgressListener;
}
