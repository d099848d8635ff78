import type { ColumnRole } from './header-names.js';

/** The character encodings that exported CSV files are met in. */
export type Encoding = 'utf-8' | 'windows-1252' | 'iso-8859-15' | 'utf-16le' | 'utf-16be' | 'utf-32le' | 'utf-32be';

/** The bytes of one CSV document, already decompressed. It is read once or twice, and once more when something is rewritten. */
export interface ByteSource {
  /** In bytes; null when it is only known once all is read. */
  readonly size: number | null;
  /** All bytes in order; each call begins anew. */
  chunks(): AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  /**
   * The fast path of what lies on a disk or in memory: fills `target` from `position` on and returns how many bytes, 0 at
   * the end.
   */
  readonly readAt?: (target: Uint8Array, position: number) => number;
  /** Of a file that is open: then another thread can read it, too. */
  readonly fd?: number;
}

/** Takes the rewritten document. It must have used or copied the bytes when it returns (or its promise is fulfilled). */
export interface ByteSink {
  write(bytes: Uint8Array): void | Promise<void>;
  /** Takes back all that was written. Only a file of its own can. */
  restart?(): void | Promise<void>;
}

/** What is known of a file beforehand, from the mapping of its folder; everything else is detected. */
export interface CsvMapping {
  readonly encoding?: Encoding;
  /** One character. */
  readonly delimiter?: string;
  readonly quote?: string;
  /** Role of a column by its name in the header (compared as the header recognition does), or by its number from 1 on. */
  readonly columns?: Readonly<Record<string, ColumnRole>>;
  /** false: the first record is data already. */
  readonly header?: boolean;
}

/** How a file is written. */
export interface Dialect {
  readonly encoding: Encoding;
  /** Bytes of the byte order mark; 0 without one. */
  readonly bom: number;
  readonly delimiter: string;
  readonly quote: string;
  /** Whether the first line is `sep=;`. */
  readonly sepLine: boolean;
  /** Records above the header (a title, the date of the export), the sep line not counted. */
  readonly preambleRecords: number;
  /** Role of each column, null where there is none; null when the file has no header. */
  readonly columns: readonly (ColumnRole | null)[] | null;
}

/** What happens to a record. */
export type RecordDecision = 'remove' | 'redact' | 'keep' | 'undecided';

/**
 * Why a person has to look at a record.
 * - `name_only`: nothing but the name agrees
 * - `name_shared`: name and address or contact agree, but the birth date differs, or somebody else has both (father and son)
 * - `other_name`: number, e-mail or phone agrees, the name is another one (household)
 * - `shared`: e-mail or phone agrees, the record has no name, and others use it, in the file under another name or in the calendar,
 *   or nothing says that it is nobody else's
 * - `several_persons`: the record names somebody else as well
 * - `mention_shared`: a text mentions somebody; others in the file answer to the same name, e-mail or phone
 * - `ambiguous`: two readers of CSV do not agree on where its cells end, or a line in a cell of several may be a record by itself
 * - `header`: it stands where the names of the columns should, and holds something of the subject's
 * - `unreadable`: the record is too long to be one; nothing in it was changed
 */
export type ReviewReason =
  | 'name_only'
  | 'name_shared'
  | 'other_name'
  | 'shared'
  | 'several_persons'
  | 'mention_shared'
  | 'ambiguous'
  | 'header'
  | 'unreadable';

/** A record that a person has to decide on. */
export interface ReviewItem {
  /** Number of the record, the first one of data is 1; 0 and less stand above the header. */
  readonly record: number;
  /** Line of the file it begins in, from 1 on. */
  readonly line: number;
  /** As given to `compileSearch`. */
  readonly subject: number;
  readonly reason: ReviewReason;
  /** SHA-256 of the record's bytes, hex: a decision must not hit another record that has moved to the same line. */
  readonly digest: string;
  /** The cells, decoded, for the person who decides; empty from the thousandth item of a file on. Never to be logged. */
  readonly cells: readonly string[];
}

/** Why something of a subject is left in the file: not decided yet, decided to stay, a namesake with another birth date. */
export interface Residue {
  readonly subject: number;
  readonly reason: ReviewReason | 'kept' | 'namesake';
  readonly records: number;
  /** Where the first one is. */
  readonly record: number;
  readonly line: number;
}

/** What was done for one subject. */
export interface SubjectCount {
  readonly subject: number;
  readonly removed: number;
  /** Records blanked, or with a mention taken out. */
  readonly redacted: number;
  readonly review: number;
}

/**
 * Tells whether content reads back as it was written. A checksum for faults of a disk or a program, not against people: it takes a
 * quarter of the time of SHA-256, which is made of what is read back.
 */
export interface ContentSum {
  /** CRC-32. */
  readonly crc: number;
  readonly bytes: number;
}

/** Result of one file; with a sink of null, what it would be. */
export interface CsvOutcome {
  readonly dialect: Dialect;
  /** Records of data: without sep line, preamble and header. */
  readonly records: number;
  readonly removed: number;
  readonly redacted: number;
  /** Of the subjects found, by number. */
  readonly perSubject: readonly SubjectCount[];
  /** In the order of the file; without those that are decided. */
  readonly review: readonly ReviewItem[];
  readonly residue: readonly Residue[];
  /** Whether the bytes differ. When not, nothing was written to the sink. */
  readonly changed: boolean;
  /** SHA-256 of the document as it was read, hex. */
  readonly sha256: string;
  /** Length of it. */
  readonly bytes: number;
  /** Of what was read, where nothing is written: in a dry run, and when what was written is read again. */
  readonly read: ContentSum | null;
  /** Of what was written; null when nothing was. */
  readonly written: ContentSum | null;
}

/** The blocks of a file that several threads scan, in bytes. */
export interface BlockSizes {
  readonly block: number;
  /** Read behind a block, to see where the first record of the next one begins. */
  readonly ahead: number;
}
