import type { FileHandle } from 'node:fs/promises';
import { fileSource } from './byte-source.js';
import { hashFile, headOf, lazySink, readBytes } from './byte-stream.js';
import { identityOf, isSame, openForReading } from './file-identity.js';
import type { FileWork, ScrubbedFile, WriterSlot } from './file-work.js';
import type { FoundFile } from './find-files.js';
import { gunzip, gzipInto, readLabels } from './gzip.js';
import type { PackingSink } from './deflate.js';
import { BackupFault, readingFault, type BackupProblem } from './problem.js';
import { checkIsText, containerOf, headLength } from './recognise-content.js';
import { checkUnchanged, discardReplacement, openReplacement, type ReplacementWriter } from './replace-file.js';
import { scrubZip } from './scrub-zip.js';
import type { ByteSource } from './types.js';
import { checkRewritten, verifying } from './verify-content.js';

interface OpenWork extends FileWork {
  readonly handle: FileHandle;
  readonly size: number;
}

function writerSlot(file: FoundFile): WriterSlot {
  let writer: ReplacementWriter | null = null;
  return {
    current: () => writer,
    open: async (room) => (writer ??= await openReplacement(file, room)),
  };
}

async function scrubPlain(work: OpenWork, slot: WriterSlot): Promise<ScrubbedFile> {
  const { handle, size, file } = work;
  checkIsText(await readBytes(handle, 0, Math.min(size, headLength)));
  const sink = { ...lazySink(() => slot.open(file.identity.size)), restart: () => slot.current()?.restart() };
  const csv = await work.scrub(fileSource(handle.fd, size), work.write ? sink : null);
  await checkUnchanged(handle, file);
  const parts = [{ member: null, csv }];
  const base = { container: 'plain' as const, parts, problems: [], sha256Before: csv.sha256 };
  // Where nothing is left nothing was written: the new file is an empty one.
  const writer = work.write && csv.changed ? await slot.open(file.identity.size) : slot.current();
  if (writer === null) return { ...base, sha256After: csv.changed ? null : csv.sha256, replacement: null };
  const replacement = await writer.finish();
  const { outcome, sha256 } = await verifying(writer.path, async (written, length) =>
    checkRewritten(work.scrub, fileSource(written.fd, length), csv),
  );
  return { ...base, parts: [{ member: null, csv: outcome }], sha256After: sha256, replacement };
}

/** Compressed data packed anew may be longer than it was: other programs try harder. */
const packedRoom = (size: bigint): bigint => size + size / 2n;

/** Whether a name or comment in the headers is of somebody searched for. Of a file that is packed anew only the first header stays. */
async function isLabelled({ handle, size, isLabelOf }: OpenWork, packedAnew: boolean): Promise<boolean> {
  for await (const label of readLabels(handle, size)) {
    if (isLabelOf(label)) return true;
    if (packedAnew) return false;
  }
  return false;
}

async function scrubGzip(work: OpenWork, slot: WriterSlot): Promise<ScrubbedFile> {
  const { handle, size, file } = work;
  const source: ByteSource = { size: null, chunks: () => gunzip(handle, size) };
  checkIsText(await headOf(source.chunks() as AsyncIterable<Uint8Array>, headLength));
  const packing: { sink?: PackingSink } = {};
  const pack = async (): Promise<PackingSink> =>
    (packing.sink ??= await gzipInto(await slot.open(packedRoom(file.identity.size)), handle));
  const sink = lazySink(pack);
  const csv = await work.scrub(source, work.write ? sink : null);
  const sha256Before = await hashFile(handle, size);
  await checkUnchanged(handle, file);
  const label: BackupProblem = { path: file.path, member: null, code: 'label', detail: '' };
  const problems = (await isLabelled(work, csv.changed)) ? [label] : [];
  const base = { container: 'gzip' as const, parts: [{ member: null, csv }], problems, sha256Before };
  // Where nothing is left nothing was written: the new content is empty.
  if (work.write && csv.changed) await pack();
  const writer = slot.current();
  if (writer === null || packing.sink === undefined)
    return { ...base, sha256After: csv.changed ? null : sha256Before, replacement: null };
  await packing.sink.end();
  const replacement = await writer.finish();
  return verifying(writer.path, async (written, length) => {
    const { outcome } = await checkRewritten(work.scrub, { size: null, chunks: () => gunzip(written, length) }, csv);
    const parts = [{ member: null, csv: outcome }];
    return { ...base, parts, sha256After: await hashFile(written, length), replacement };
  });
}

async function scrubOpen(work: OpenWork, slot: WriterSlot): Promise<ScrubbedFile> {
  const container = containerOf(await readBytes(work.handle, 0, 8));
  switch (container) {
    case 'plain':
      return scrubPlain(work, slot);
    case 'gzip':
      return scrubGzip(work, slot);
    case 'zip':
      return scrubZip(work.handle, work.size, work, slot);
  }
}

/**
 * Scrubs one file: reads it, and, where something of the persons is in it, leaves the new content beside it, verified, for
 * `commitReplacement`. The file itself is not touched.
 * @throws BackupFault when the file cannot be read or must be left alone; nothing is left beside it then
 */
export async function scrubFile(work: FileWork): Promise<ScrubbedFile> {
  const slot = writerSlot(work.file);
  let handle: FileHandle | null = null;
  try {
    handle = await openForReading(work.file.path);
    if (!isSame(identityOf(await handle.stat({ bigint: true })), work.file.identity)) throw new BackupFault('changed');
    return await scrubOpen({ ...work, handle, size: Number(work.file.identity.size) }, slot);
  } catch (error) {
    await slot.current()?.discard();
    throw readingFault(error);
  } finally {
    await handle?.close();
  }
}

/** Takes back what waits beside a file. */
export async function discardScrubbed(scrubbed: ScrubbedFile): Promise<void> {
  if (scrubbed.replacement !== null) await discardReplacement(scrubbed.replacement);
}
