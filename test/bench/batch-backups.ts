import { closeSync, cpSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { findFiles } from '../../src/backups/find-files.js';
import { runTasks } from '../../src/backups/run-tasks.js';
import { discardScrubbed } from '../../src/backups/scrub-file.js';
import type { BackupSubject } from '../../src/backups/scrub-task.js';
import { openDatabase } from '../../src/database/connect.js';
import type { Value } from '../../src/database/database.js';
import { timed } from './measure.js';

/* The backups of the bench of the batch run: what a salon has exported over the years. Called in processes of their own. */

const columns = [
  'customer_no',
  'salutation',
  'first_name',
  'last_name',
  'birth_date',
  'email',
  'phone',
  'mobile',
  'street',
  'postal_code',
  'city',
  'notes',
] as const;
const header = 'Kundennr.;Anrede;Vorname;Name;Geburtsdatum;E-Mail;Telefon;Mobil;Straße;PLZ;Ort;Notiz\r\n';

const quoted = (value: Value | undefined): string => {
  const text = value === null || value === undefined ? '' : String(value);
  return /[;"\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/**
 * Writes exports of the calendar's customers: each begins with other customers, and goes round until it has its size.
 * @param megabytes of all files together
 */
export async function writeExports(url: string, folder: string, files: number, megabytes: number): Promise<number> {
  const db = await openDatabase(url);
  const rows = await db.all(`select ${columns.join(', ')} from customers order by id`);
  await db.close();
  const lines = rows.map((row) => `${columns.map((column) => quoted(row[column])).join(';')}\r\n`);
  const size = Math.ceil((megabytes * 1_000_000) / files);
  mkdirSync(folder, { recursive: true });
  let bytes = 0;
  for (let file = 0; file < files; file += 1) {
    const handle = openSync(join(folder, `kunden-${String(2006 + file)}.csv`), 'w');
    let written = writeSync(handle, header);
    for (let at = Math.floor((lines.length / files) * file); written < size; at += 1000) {
      const from = at % lines.length;
      written += writeSync(handle, lines.slice(from, from + 1000).join(''));
    }
    closeSync(handle);
    bytes += written;
  }
  return bytes;
}

/** A copy of a folder, to do the same work on again. */
export async function copyExports(from: string, to: string): Promise<void> {
  rmSync(to, { recursive: true, force: true });
  cpSync(from, to, { recursive: true });
  return Promise.resolve();
}

/**
 * Milliseconds of one pass over the files for these persons and nothing else: no register, no database. The new files are written
 * and then thrown away.
 * @param subjects file with the persons as JSON
 */
export async function scrubAlone(folder: string, subjects: string): Promise<number> {
  const people = JSON.parse(readFileSync(subjects, 'utf8')) as BackupSubject[];
  const { files } = await findFiles([{ path: folder, ignore: [] }]);
  const job = { subjects: people, country: 'DE' as const, key: Buffer.alloc(32, 1), decisions: new Map() };
  const tasks = files.map((file) => ({ file, ignore: [], mapping: {}, action: 'remove' as const, write: true }));
  const { ms } = await timed(async () => {
    for await (const { outcome } of runTasks(job, tasks, () => undefined))
      if ('scrubbed' in outcome) await discardScrubbed(outcome.scrubbed);
  });
  return ms;
}

/** Writes the persons of a run where another process finds them. */
export function keepSubjects(path: string, subjects: readonly BackupSubject[]): void {
  writeFileSync(path, JSON.stringify(subjects));
}
