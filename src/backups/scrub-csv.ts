import { crc32 } from 'node:zlib';
import { applyEdits } from './apply-edits.js';
import type { BackupSearch } from './compile-search.js';
import type { DetectedDialect } from './detect-dialect.js';
import type { Edit } from './edit-list.js';
import { recordDigest } from './findings.js';
import { readDocument } from './read-document.js';
import { RecordReader } from './record-evidence.js';
import { viewRecord } from './record-view.js';
import { rewriteRecord } from './rewrite-record.js';
import { settle, type Settled } from './settle.js';
import type { ScrubOptions } from './scrub-options.js';
import type { ByteSink, ByteSource, CsvOutcome } from './types.js';
import { loadCellWriter, type CellWriter } from './write-cell.js';

/** Takes the bytes of a rewritten record out of those of the file. */
function rewriter(
  search: BackupSearch,
  detected: DetectedDialect,
  { rewritings }: Settled,
  writeCell: CellWriter,
  onRewritten: ScrubOptions['onRewritten'],
): (edit: Edit, bytes: Uint8Array) => Uint8Array {
  const reader = new RecordReader(search);
  return (edit, bytes) => {
    // What stands above the header is read as text. Only mentions are taken out there.
    const index = edit.start < detected.dataStart ? 0 : detected.headRecords;
    const record = viewRecord(bytes, index, detected);
    const plan = rewritings.get(edit.index) ?? { blank: true, mentions: new Set<number>() };
    const evidence = reader.read(record);
    const mentions = evidence
      .filter(({ subject, mentions: found }) => found.length > 0 && (plan.blank || plan.mentions.has(subject)))
      .flatMap((each) => each.mentions);
    const rewriting = { blank: plan.blank, mentions, holding: reader.holding(record) };
    const rewritten = rewriteRecord(bytes, record, rewriting, detected, writeCell);
    if (!plan.blank) onRewritten?.(recordDigest(bytes), recordDigest(rewritten));
    return rewritten;
  };
}

/** Sums up and counts what is written. */
class SummedSink {
  crc = 0;
  bytes = 0;

  constructor(private readonly sink: ByteSink) {}

  write(bytes: Uint8Array): void | Promise<void> {
    this.crc = crc32(bytes, this.crc);
    this.bytes += bytes.length;
    return this.sink.write(bytes);
  }

  async restart(): Promise<void> {
    this.crc = 0;
    this.bytes = 0;
    await this.sink.restart?.();
  }
}

/**
 * Removes or redacts the subjects' records of one CSV document, and redacts mentions of them in the records of others.
 * Every byte of other records and fields is that of the source. The source is scanned; when something changes it is read once more and the
 * result written to the sink, unless that could be done meanwhile (see `Draft`). With a sink of null nothing is written.
 */
export async function scrubCsv(
  source: ByteSource,
  sink: ByteSink | null,
  search: BackupSearch,
  options: ScrubOptions,
): Promise<CsvOutcome> {
  let done = 0;
  const total = source.size;
  const progress = (bytes: number): void => {
    done += bytes;
    options.onProgress?.(done, total === null ? null : sink === null ? total : 2 * total);
  };
  const target = sink === null ? null : new SummedSink(sink);
  const drafts = sink?.restart === undefined ? null : target;
  const reading = await readDocument(source, { drafts, sums: sink === null }, search, options, progress);
  const { detected, findings, draft, records, bytes, sha256 } = reading;
  const settled = settle(findings, detected.headRecords, options);
  const changed = settled.removed + settled.redacted > 0;
  if (changed && target !== null && draft?.isResult() !== true) {
    await draft?.discard();
    const rewrite = rewriter(search, detected, settled, await loadCellWriter(), options.onRewritten);
    await applyEdits(source, findings.edits, target, rewrite, progress);
  }
  const counts = [...settled.counts].sort(([a], [b]) => a - b);
  return {
    dialect: detected.dialect,
    records: Math.max(0, records - detected.headRecords),
    removed: settled.removed,
    redacted: settled.redacted,
    perSubject: counts.map(([subject, each]) => ({ subject, ...each })),
    review: settled.review,
    residue: [...findings.residue.values()].map(({ subject, reason, records: left, index, line }) => ({
      subject,
      reason,
      records: left,
      record: index + 1 - detected.headRecords,
      line,
    })),
    changed,
    sha256,
    bytes,
    read: reading.crc === null ? null : { crc: reading.crc, bytes },
    written: changed && target !== null ? { crc: target.crc, bytes: target.bytes } : null,
  };
}
