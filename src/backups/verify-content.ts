import type { FileHandle } from 'node:fs/promises';
import { openForReading } from './file-identity.js';
import { BackupFault } from './problem.js';
import type { ByteSource, CsvOutcome } from './types.js';

/*
 * New content is read again from the disk before it may take the place of the old: as many records as there must be, length and
 * checksum of what was meant to be written, and nothing of the persons any more.
 */

/** Opens what was written and lets `work` look at it. */
export async function verifying<T>(path: string, work: (handle: FileHandle, size: number) => Promise<T>): Promise<T> {
  const handle = await openForReading(path);
  try {
    const { size } = await handle.stat();
    return await work(handle, size);
  } finally {
    await handle.close();
  }
}

/** What was done, and what is left: where it stands in the new content, and the records that wait there for a decision. */
function asLeft(done: CsvOutcome, { review, residue, perSubject }: CsvOutcome): CsvOutcome {
  const waiting = new Map(perSubject.map((each) => [each.subject, each.review]));
  const known = new Set(done.perSubject.map(({ subject }) => subject));
  return {
    ...done,
    review,
    residue,
    perSubject: [
      ...done.perSubject.map((each) => ({ ...each, review: waiting.get(each.subject) ?? 0 })),
      ...perSubject.filter(({ subject }) => !known.has(subject)),
    ].sort((a, b) => a.subject - b.subject),
  };
}

/** New content that has been read again. */
interface Verified {
  /** The outcome with review and residue as they are in the new content: whoever decides looks at that. */
  readonly outcome: CsvOutcome;
  /** SHA-256 of the new content, hex. */
  readonly sha256: string;
}

/**
 * Makes sure that content reads back as it was meant to be.
 * @throws BackupFault `verification`
 */
export async function checkRewritten(
  scrub: (source: ByteSource, sink: null) => Promise<CsvOutcome>,
  written: ByteSource,
  expected: CsvOutcome,
): Promise<Verified> {
  const again = await scrub(written, null);
  const sum = expected.written;
  if (sum === null || again.read?.crc !== sum.crc || again.bytes !== sum.bytes)
    throw new BackupFault('verification', 'hash');
  if (again.records !== expected.records - expected.removed) throw new BackupFault('verification', 'records');
  if (again.changed) throw new BackupFault('verification', 'identifiers');
  return { outcome: asLeft(expected, again), sha256: again.sha256 };
}
