import type { Row } from '../database/database.js';
import { normaliseEmail, normalisePhone } from '../customers/normalise.js';
import type { DecidedRow } from './decide-rows.js';
import type { IdentifierKey } from './holders.js';
import type { TraceTexts } from './identifier-vault.js';
import { readRows } from '../database/read-rows.js';
import type { ErasureSession } from './session.js';
import type { Subject } from './subject.js';

/** Shorter notes ("VIP", "Stammkundin") stand in many rows and prove nothing. */
const shortestNote = 16;

export interface Traces {
  readonly traces: TraceTexts;
  readonly manualItems: Readonly<Record<string, readonly string[]>>;
}

function texts(rows: readonly Row[], columns: readonly string[]): string[] {
  return rows.flatMap((row) => columns.flatMap((column) => (typeof row[column] === 'string' ? [row[column]] : [])));
}

/** Cells of rows that go, read once for each table: notes for the proof of bytes, paths and the like for the manual steps. */
async function readGoing(
  session: ErasureSession,
  rows: readonly DecidedRow[],
  columnsOf: (table: string) => readonly string[],
): Promise<Map<string, Row[]>> {
  const read = new Map<string, Row[]>();
  const { info } = session.resolved.subject;
  for (const table of session.resolved.tables) {
    const columns = [...new Set(columnsOf(table.name))];
    const keys = rows.filter((row) => row.action === 'delete' && row.table.name === table.name).map((row) => row.key);
    if (columns.length === 0 || keys.length === 0 || table.name === info.name) continue;
    read.set(table.name, await readRows(session.db, table.name, columns, table.key, keys));
  }
  return read;
}

/**
 * Texts that identify the subject and must not remain in the bytes of an SQLite file (MySQL's files are not ours to read:
 * there the list is empty), and the things to be done by hand. Values somebody else holds as well are left out: they stay.
 */
export async function findTraces(
  session: ErasureSession,
  subject: Subject,
  records: readonly Row[],
  rows: readonly DecidedRow[],
  shared: ReadonlySet<IdentifierKey>,
): Promise<Traces> {
  const { map, subject: own } = session.resolved;
  const wantsNotes = session.db.engine === 'sqlite';
  const manualColumns = (table: string): string[] =>
    map.manual.flatMap((step) => (step.table === table && step.column !== undefined ? [step.column] : []));
  const noteColumns = (table: string): readonly string[] => (wantsNotes ? (map.mentions[table] ?? []) : []);
  const going = await readGoing(session, rows, (table) => [...manualColumns(table), ...noteColumns(table)]);
  const manualItems: Record<string, string[]> = {};
  for (const step of map.manual) {
    const { table, column } = step;
    if (table === undefined || column === undefined) continue;
    const items = texts(going.get(table) ?? [], [column]).filter((item) => item !== '');
    if (items.length > 0) manualItems[step.code] = items;
  }
  if (!wantsNotes) return { traces: { identifiers: [], notes: [] }, manualItems };
  const notes = [
    ...texts(map.subject.rows === 'delete' ? records : [], noteColumns(own.info.name)),
    ...[...going].flatMap(([table, found]) => texts(found, noteColumns(table))),
  ].filter((note) => note.trim().length >= shortestNote);
  const { emails, phones } = subject.identifiers;
  const exclusive = [
    ...emails.filter((email) => !shared.has(`email:${normaliseEmail(email)}`)),
    ...phones.filter((phone) => !shared.has(`phone:${normalisePhone(phone, session.country) ?? ''}`)),
  ];
  return { traces: { identifiers: [...new Set(exclusive)], notes: [...new Set(notes)] }, manualItems };
}
