import type { FoundFile } from './find-files.js';
import type { BackupProblem } from './problem.js';
import type { Container } from './recognise-content.js';
import type { Replacement, ReplacementWriter } from './replace-file.js';
import type { ByteSink, ByteSource, CsvOutcome } from './types.js';

/** Searches and rewrites one CSV document; with a sink of null, only searches. Bound to the persons and the decisions. */
export type ScrubContent = (source: ByteSource, sink: ByteSink | null) => Promise<CsvOutcome>;

/** One CSV document of a file: the file itself, or a member of an archive. */
export interface ScrubbedPart {
  /** Name within an archive; null for the file itself. */
  readonly member: string | null;
  readonly csv: CsvOutcome;
}

/** What was found in a file, and the new content that waits beside it. */
export interface ScrubbedFile {
  readonly container: Container;
  readonly parts: readonly ScrubbedPart[];
  /** Members that could not be read; whatever else is in the archive was scrubbed. */
  readonly problems: readonly BackupProblem[];
  /** SHA-256 of the file as it lies on the disk, hex. */
  readonly sha256Before: string;
  /** Of the new file; null when nothing changes, or nothing was to be written. */
  readonly sha256After: string | null;
  /** Null when nothing changes, or nothing was to be written. */
  readonly replacement: Replacement | null;
}

/** What is done with one file. */
export interface FileWork {
  readonly file: FoundFile;
  /** Names of archive members that are left out, with `*` and `?`. */
  readonly ignore: readonly string[];
  /** Whether new content is written; otherwise it is only looked for. */
  readonly write: boolean;
  readonly scrub: ScrubContent;
  /** Whether something of the persons is in the name or comment of what is packed. */
  readonly isLabelOf: (label: Uint8Array) => boolean;
}

/** Holds the writer of a file, opened when the first byte is to be written, so that it can be taken back. */
export interface WriterSlot {
  open(room: bigint): Promise<ReplacementWriter>;
  readonly current: () => ReplacementWriter | null;
}
