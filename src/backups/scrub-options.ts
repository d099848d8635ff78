import type { ScanThreads } from './scan-threads.js';
import type { CsvMapping, RecordDecision, ReviewItem } from './types.js';

/** How a document is scrubbed. */
export interface ScrubOptions {
  /** What happens to the subject's own records. Mentions in those of others are redacted in either case. */
  readonly action: 'remove' | 'redact';
  readonly mapping?: CsvMapping;
  /**
   * Asked for each record that is in doubt, and for those that no longer are once others have left the file: what was decided of
   * them holds. Without it all are left undecided.
   */
  readonly decide?: (item: ReviewItem) => RecordDecision;
  /** Told of a record that stays, with something taken out of it: its digest before and after. */
  readonly onRewritten?: (before: string, after: string) => void;
  /** Threads that scan a file that is open while this one hashes and judges. Without them all is done here. */
  readonly threads?: ScanThreads | null;
  /** Bytes read so far and the number to be read in all passes, null when unknown. */
  readonly onProgress?: (done: number, total: number | null) => void;
}
