/**
 * What long work tells about itself. The core emits these; the CLI draws them on stderr.
 * `unit` is what `done` and `total` count; `total` is null when it is not known beforehand.
 */
export interface ProgressEvent {
  readonly stage:
    'match' | 'compare' | 'mention-scan' | 'erase' | 'residue-scan' | 'byte-proof' | 'vacuum' | 'generate' | 'scrub';
  readonly done: number;
  readonly total: number | null;
  readonly unit: 'rows' | 'bytes' | 'requests' | 'pairs';
  /** Table or file the work is at, when there is one. */
  readonly at?: string;
}

export type ProgressListener = (event: ProgressEvent) => void;
