import type { PhoneCountry } from '../customers/normalise.js';
import type { Database } from '../database/database.js';
import type { ResolvedMap } from '../data-map/resolve.js';

/** What merging needs to know. */
export interface MergeSession {
  readonly db: Database;
  readonly resolved: ResolvedMap;
  /** Whose telephone numbers are written without a calling code. */
  readonly country: PhoneCountry;
  /** Key that seals snapshots; 32 bytes. */
  readonly key: Buffer;
  readonly today: string;
  readonly localNow: string;
  /** Now as stored in the tool's own tables, ISO 8601 with zone. */
  readonly now: () => string;
  readonly who: string;
}
