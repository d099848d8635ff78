import { access } from 'node:fs/promises';
import { hashFile } from './byte-stream.js';
import { identityOf, openForReading } from './file-identity.js';
import { findFiles, type BackupRoot, type FoundFile } from './find-files.js';
import { holds } from './backup-folder.js';
import type { ProblemCode } from './problem.js';
import { forgetBackups, noteBackup, noteScrubs, readBackups, type Scribe } from './register.js';
import type { Database } from '../database/database.js';

/** What was noted on a person's word. */
export interface SettledByHand {
  /** Files that are there: the persons of the requests are not in them any more. */
  readonly files: readonly string[];
  /** Files that are gone for good. */
  readonly gone: readonly string[];
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function settle(
  session: Scribe & { readonly db: Database },
  { path }: FoundFile,
  requestIds: readonly string[],
  problem: ProblemCode | null,
): Promise<void> {
  const handle = await openForReading(path);
  try {
    const identity = identityOf(await handle.stat({ bigint: true }));
    const sha256 = await hashFile(handle, Number(identity.size));
    await session.db.transaction(async (trx) => {
      const backupId = await noteBackup(trx, session, { path, identity, sha256, problem });
      const counts = { records: 0, removed: 0, redacted: 0, review: 0 };
      const entry = { backupId, state: 'by_hand' as const, sha256Before: sha256, sha256After: sha256, ...counts };
      await noteScrubs(
        trx,
        session,
        requestIds.map((requestId) => ({ ...entry, requestId })),
      );
    });
  } finally {
    await handle.close();
  }
}

/**
 * Notes, on the word of who runs this, that files were seen to by hand: a spreadsheet edited in its own program, an archive
 * whose password somebody knows. Known files that are not there any more are noted as gone for good.
 * @param roots files and folders it is about
 */
export async function settleByHand(
  session: Scribe & { readonly db: Database },
  roots: readonly BackupRoot[],
  requestIds: readonly string[],
): Promise<SettledByHand> {
  const { files } = await findFiles(roots);
  const known = await readBackups(session.db);
  for (const file of files) await settle(session, file, requestIds, known.get(file.path)?.problem ?? null);
  const about = [...known.values()].filter(
    ({ path, forgottenAt }) => forgottenAt === null && roots.some((root) => holds(root.path, path)),
  );
  const gone: string[] = [];
  for (const { path } of about) if (!(await exists(path))) gone.push(path);
  await forgetBackups(session.db, session, gone);
  return { files: files.map(({ path }) => path), gone };
}
