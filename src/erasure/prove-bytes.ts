import { placeholders, quote } from '../database/dialect.js';
import { searchBytes } from '../database/search-bytes.js';
import type { TraceTexts } from './identifier-vault.js';
import { residueTargets } from './scan-text.js';
import type { ErasureSession } from './session.js';

/** What of a subject's texts was found in the bytes of the database file. */
export interface ByteProof {
  /** Texts still found, after VACUUM where that was needed; null where there is no file of ours to read (MySQL). */
  readonly bytes: number | null;
  /** Another program holds the database open, so that its log could not be emptied or the file not be rebuilt. */
  readonly busy: boolean;
}

/** Notes that stand in a living cell as a whole: another row holds the very same words, which are no trace of the subject. */
async function livingNotes(session: ErasureSession, notes: readonly string[]): Promise<Set<string>> {
  const living = new Set<string>();
  for (const { info, columns } of residueTargets(session.resolved)) {
    for (const name of columns) {
      if (notes.length === 0) continue;
      const [q, t] = [quote(session.db.engine, name), quote(session.db.engine, info.name)];
      const rows = await session.db.all(
        `select distinct ${q} as note from ${t} where ${q} in (${placeholders(notes.length)})`,
        notes,
      );
      for (const row of rows) living.add(String(row['note']));
    }
  }
  return living;
}

/**
 * Identifiers that stand in a living cell: in a longer address (joanna@ holds anna@), in a stub, in what the law keeps. Whether one of them
 * is the subject's is what the search of the texts says.
 */
async function livingIdentifiers(session: ErasureSession, identifiers: readonly string[]): Promise<Set<string>> {
  const living = new Set<string>();
  for (const info of session.resolved.catalogue.tables.values()) {
    for (const { name, kind } of info.columns.values()) {
      if (kind !== 'text' && kind !== 'json' && kind !== 'blob') continue;
      for (const identifier of identifiers.filter((each) => !living.has(each))) {
        const [q, t] = [quote(session.db.engine, name), quote(session.db.engine, info.name)];
        const rows = await session.db.all(`select 1 from ${t} where instr(${q}, ?) > 0 limit 1`, [identifier]);
        if (rows.length > 0) living.add(identifier);
      }
    }
  }
  return living;
}

/**
 * Proves that no byte of the given texts is left in an SQLite file, its write-ahead log or journal. `secure_delete` has
 * zeroed what was deleted now; older copies, left in free pages when the calendar moved a row, are removed by VACUUM. After
 * that every byte belongs to a living cell: words of a note found then are somebody else's, and an identifier is what the search of
 * the texts has found, or has found to be no identifier.
 * @param traces by subject; the result is in the same order
 */
export async function proveBytes(session: ErasureSession, traces: readonly TraceTexts[]): Promise<ByteProof[]> {
  const { file } = session.db;
  if (file === undefined) return traces.map(() => ({ bytes: null, busy: false }));
  const encoding = await file.encoding();
  const search = async (wanted: readonly string[]): Promise<Set<string>> => {
    if (wanted.length === 0) return new Set();
    const found = await searchBytes(file.paths(), wanted, encoding, (done, total, path) => {
      session.onProgress?.({ stage: 'byte-proof', done, total, unit: 'bytes', at: path });
    });
    return new Set([...found].flatMap((index) => wanted[index] ?? []));
  };
  const notes = new Set(traces.flatMap((each) => each.notes));
  let clean = await file.checkpoint();
  let found = await search([...new Set(traces.flatMap((each) => [...each.identifiers, ...each.notes]))]);
  const living = await livingNotes(
    session,
    [...found].filter((text) => notes.has(text)),
  );
  found = new Set([...found].filter((text) => !living.has(text)));
  if (found.size > 0) {
    session.onProgress?.({ stage: 'vacuum', done: 0, total: null, unit: 'bytes', at: session.db.label });
    clean = (await file.vacuum()) && (await file.checkpoint());
    found = await search([...found]);
    if (clean) {
      const held = await livingIdentifiers(
        session,
        [...found].filter((text) => !notes.has(text)),
      );
      found = new Set([...found].filter((text) => !notes.has(text) && !held.has(text)));
    }
  }
  const count = (own: TraceTexts): number =>
    [...own.identifiers, ...own.notes].filter((text) => found.has(text)).length;
  return traces.map((own) => ({ bytes: count(own), busy: !clean && count(own) > 0 }));
}
