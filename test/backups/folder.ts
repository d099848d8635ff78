import { mkdtemp, readdir, readFile, realpath, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { executeScrub } from '../../src/backups/execute-scrub.js';
import { planScrub, type ScrubScope, type ScrubSession } from '../../src/backups/plan-scrub.js';
import type { ScrubResult } from '../../src/backups/scrub-result.js';
import type { BackupSubject } from '../../src/backups/scrub-task.js';
import type { Database } from '../../src/database/database.js';
import { identifiers } from '../customers/person.js';

/** The person whose records are to go, and one who must stay. Nobody here exists. */
export const anna: BackupSubject = {
  requestId: '1',
  identifiers: identifiers({
    numbers: ['K-4711'],
    emails: ['anna.probe@mail.example'],
    names: [{ given: 'Anna', family: 'Probe' }],
    birthDates: ['1980-05-17'],
  }),
  shared: [],
};

/** A second request, of somebody else. */
export const bernd: BackupSubject = {
  requestId: '2',
  identifiers: identifiers({
    numbers: ['K-4712'],
    emails: ['bernd.muster@mail.example'],
    names: [{ given: 'Bernd', family: 'Muster' }],
  }),
  shared: [],
};

const head = 'Kundennr.;Vorname;Name;E-Mail;Notiz\r\n';
const annaRow = 'K-4711;Anna;Probe;anna.probe@mail.example;"mag\r\nTee"\r\n';
const berndRow = 'K-4712;Bernd;Muster;bernd.muster@mail.example;\r\n';
const others = 'K-4700;Cora;Beispiel;cora@mail.example;"a;b"\r\nK-47110;Dora;Probe;dora@mail.example;x\r\n';

/** An export with everybody in it, and the bytes that must be left when some are gone. */
export const exported = {
  all: head + annaRow + others + berndRow,
  withoutAnna: head + others + berndRow,
  withoutBoth: head + others,
} as const;

/** A folder of one test. */
export interface TestFolder {
  readonly path: string;
  at(name: string): string;
  write(name: string, content: string | Uint8Array): Promise<string>;
  text(name: string): Promise<string>;
  names(): Promise<string[]>;
}

/** Makes a folder that is removed when the test ends. */
export async function makeFolder(parent = tmpdir()): Promise<TestFolder> {
  const path = await realpath(await mkdtemp(join(parent, 'belbo-erase-backups-')));
  onTestFinished(async () => rm(path, { recursive: true, force: true }));
  return folderAt(path);
}

/** A folder that is there already. */
export function folderAt(path: string): TestFolder {
  const at = (name: string): string => join(path, name);
  return {
    path,
    at,
    async write(name, content) {
      await writeFile(at(name), content);
      // An export of last year: its times must stay.
      await utimes(at(name), 1_700_000_000.25, 1_700_000_123.5);
      return at(name);
    },
    text: async (name) => readFile(at(name), 'utf8'),
    names: async () => (await readdir(path)).sort(),
  };
}

/** A session on an open database. */
export function sessionOn(db: Database): ScrubSession {
  return { db, country: 'DE', key: Buffer.alloc(32, 5), now: () => '2026-11-24T08:00:00.000Z', who: 'tester' };
}

/** Scrubs files and folders of these people. */
export async function scrubFiles(
  session: ScrubSession,
  paths: readonly string[],
  subjects: readonly BackupSubject[] = [anna],
  scope: Partial<ScrubScope> = {},
): Promise<ScrubResult> {
  return executeScrub(session, await planScrub(session, { subjects, paths, folders: [], action: null, ...scope }));
}

/** What tells that nobody has touched a file, times included. */
export async function marks(path: string): Promise<object> {
  const { ino, mode, uid, gid, nlink, size, atimeNs, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
  return { ino, mode, uid, gid, nlink, size, atimeNs, mtimeNs, ctimeNs };
}
