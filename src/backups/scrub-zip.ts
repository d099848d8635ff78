import type { FileHandle } from 'node:fs/promises';
import { basename } from 'node:path/posix';
import { hashFile, headOf, readBytes, readRange } from './byte-stream.js';
import { ignoredNames } from './ignored-names.js';
import { BackupFault, type BackupProblem } from './problem.js';
import { checkIsText, headLength } from './recognise-content.js';
import { isFolder, isOfficeDocument, readZip, unpackMember, type ZipArchive, type ZipMember } from './read-zip.js';
import { checkUnchanged } from './replace-file.js';
import type { FileWork, ScrubbedFile, WriterSlot } from './file-work.js';
import type { ByteSink, ByteSource, CsvOutcome } from './types.js';
import { checkRewritten, verifying } from './verify-content.js';
import { writeZip } from './write-zip.js';

const officeName = /\.(?:xlsx|xlsm|xlsb|xls|ods|docx|odt)$/i;

function memberSource(handle: FileHandle, member: ZipMember): ByteSource {
  return { size: member.size, chunks: () => unpackMember(handle, member) };
}

/** What is in the members that can be read; those that cannot are problems of their own. A damaged archive is left alone. */
async function search(
  handle: FileHandle,
  archive: ZipArchive,
  { file, scrub, ignore }: FileWork,
): Promise<{ outcomes: Map<ZipMember, CsvOutcome>; problems: BackupProblem[] }> {
  const outcomes = new Map<ZipMember, CsvOutcome>();
  const problems: BackupProblem[] = [];
  const isIgnored = ignoredNames(ignore);
  for (const member of archive.members.filter((each) => !isFolder(each) && !isIgnored(basename(each.name)))) {
    try {
      if (officeName.test(member.name)) throw new BackupFault('spreadsheet');
      checkIsText(await headOf(unpackMember(handle, member), headLength));
      outcomes.set(member, await scrub(memberSource(handle, member), null));
    } catch (error) {
      if (!(error instanceof BackupFault) || error.code === 'damaged_zip') throw error;
      problems.push({ path: file.path, member: member.name, code: error.code, detail: error.detail });
    }
  }
  return { outcomes, problems };
}

/** Names, comments and extra fields, those of members that are left out included: whoever lists the archive reads them. */
async function readLabels(
  handle: FileHandle,
  archive: ZipArchive,
  { file, isLabelOf }: FileWork,
): Promise<BackupProblem[]> {
  const problem = (member: string | null): BackupProblem => ({ path: file.path, member, code: 'label', detail: '' });
  const problems = isLabelOf(archive.comment) ? [problem(null)] : [];
  for (const member of archive.members) {
    const local = await readBytes(handle, member.offset, member.dataStart);
    // Behind the numbers of fixed length.
    if ([member.entry.subarray(46), local.subarray(30)].some(isLabelOf)) problems.push(problem(member.name));
  }
  return problems;
}

async function sameBytes(a: FileHandle, from: ZipMember, b: FileHandle, to: ZipMember): Promise<boolean> {
  if (from.end - from.offset !== to.end - to.offset) return false;
  const other = readRange(b, to.offset, to.end);
  for await (const chunk of readRange(a, from.offset, from.end)) {
    const { value } = await other.next();
    if (value === undefined || Buffer.compare(chunk, value) !== 0) return false;
  }
  return true;
}

/** Rewritten members read back as meant, all others byte by byte as they were. The outcomes become those of what is left. */
async function verify(
  old: FileHandle,
  archive: ZipArchive,
  rewritten: Map<ZipMember, CsvOutcome>,
  scrub: FileWork['scrub'],
  path: string,
): Promise<string> {
  return verifying(path, async (written, size) => {
    const { members } = await readZip(written, size);
    if (members.length !== archive.members.length) throw new BackupFault('verification', 'members');
    for (const [at, member] of archive.members.entries()) {
      const now = members[at];
      const expected = rewritten.get(member);
      if (now === undefined || now.name !== member.name) throw new BackupFault('verification', 'members');
      if (expected !== undefined)
        rewritten.set(member, (await checkRewritten(scrub, memberSource(written, now), expected)).outcome);
      else if (!(await sameBytes(old, member, written, now))) throw new BackupFault('verification', 'members');
    }
    return hashFile(written, size);
  });
}

/** Writes the members anew in which something is to be removed. The outcomes are those of writing. */
async function rewrite(
  handle: FileHandle,
  archive: ZipArchive,
  changed: readonly ZipMember[],
  work: FileWork,
  slot: WriterSlot,
): Promise<Map<ZipMember, CsvOutcome>> {
  const rewritten = new Map<ZipMember, CsvOutcome>();
  const produce = (member: ZipMember) => async (sink: ByteSink) =>
    void rewritten.set(member, await work.scrub(memberSource(handle, member), sink));
  const { size } = work.file.identity;
  // Members packed anew may be longer than they were.
  const writer = await slot.open(size + size / 2n);
  await writeZip(handle, archive, new Map(changed.map((member) => [member, produce(member)])), writer);
  return rewritten;
}

/** Scrubs an archive: every member that is text, and leaves the new archive beside the old one. */
export async function scrubZip(
  handle: FileHandle,
  size: number,
  work: FileWork,
  slot: WriterSlot,
): Promise<ScrubbedFile> {
  const archive = await readZip(handle, size);
  if (isOfficeDocument(archive)) throw new BackupFault('spreadsheet');
  const { outcomes, problems } = await search(handle, archive, work);
  problems.push(...(await readLabels(handle, archive, work)));
  const changed = archive.members.filter((member) => outcomes.get(member)?.changed === true);
  const sha256Before = await hashFile(handle, size);
  const rewritten =
    work.write && changed.length > 0
      ? await rewrite(handle, archive, changed, work, slot)
      : new Map<ZipMember, CsvOutcome>();
  await checkUnchanged(handle, work.file);
  const partsNow = (): ScrubbedFile['parts'] =>
    [...outcomes].map(([member, csv]) => ({ member: member.name, csv: rewritten.get(member) ?? csv }));
  const base = { container: 'zip' as const, problems, sha256Before };
  const writer = slot.current();
  if (writer === null)
    return { ...base, parts: partsNow(), sha256After: changed.length > 0 ? null : sha256Before, replacement: null };
  const replacement = await writer.finish();
  const sha256After = await verify(handle, archive, rewritten, work.scrub, writer.path);
  return { ...base, parts: partsNow(), sha256After, replacement };
}
