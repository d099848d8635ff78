import { quote } from '../database/dialect.js';
import { searchBytes } from '../database/search-bytes.js';
import { identityColumns } from './scan-text.js';
import type { ErasureSession } from './session.js';

/** What of a subject's texts was found in the bytes of the database file. */
export interface ByteProof {
  /** Texts still found, after VACUUM where that was needed; null where there is no file of ours to read (MySQL). */
  readonly bytes: number | null;
  /** The write-ahead log could not be emptied: another program holds the database open. */
  readonly busy: boolean;
}

/** Texts that stand in a living cell as a whole: another row holds the very same note, which is no trace of the subject. */
async function livingTexts(session: ErasureSession, texts: readonly string[]): Promise<Set<string>> {
  const living = new Set<string>();
  const columns = new Map<string, readonly string[]>([...identityColumns(session.resolved), ...Object.entries(session.resolved.map.mentions)]);
  for (const [table, names] of columns) {
    for (const name of names) {
      const [q, t] = [quote(session.db.engine, name), quote(session.db.engine, table)];
      for (const text of texts) {
        if (living.has(text)) continue;
        const rows = await session.db.all(`select 1 from ${t} where ${q} = ? limit 1`, [text]);
        if (rows.length > 0) living.add(text);
      }
    }
  }
  return living;
}

/**
 * Proves that no byte of the given texts is left in an SQLite file, its write-ahead log or journal. `secure_delete` has
 * zeroed what was deleted now; older copies, left in free pages when the calendar moved a row, are removed by VACUUM.
 * @param texts by subject; the result is in the same order
 */
export async function proveBytes(session: ErasureSession, texts: readonly (readonly string[])[]): Promise<ByteProof[]> {
  const { file } = session.db;
  if (file === undefined) return texts.map(() => ({ bytes: null, busy: false }));
  const all = [...new Set(texts.flat())];
  const encoding = await file.encoding();
  const search = async (wanted: readonly string[]): Promise<Set<string>> => {
    const found = await searchBytes(file.paths(), wanted, encoding, (done, total, path) => {
      session.onProgress?.({ stage: 'byte-proof', done, total, unit: 'bytes', at: path });
    });
    return new Set([...found].flatMap((index) => wanted[index] ?? []));
  };
  let emptied = await file.checkpoint();
  let found = all.length === 0 ? new Set<string>() : await search(all);
  if (found.size > 0) {
    const living = await livingTexts(session, [...found]);
    found = new Set([...found].filter((text) => !living.has(text)));
  }
  if (found.size > 0) {
    session.onProgress?.({ stage: 'vacuum', done: 0, total: null, unit: 'bytes', at: session.db.label });
    emptied = (await file.vacuum()) && (await file.checkpoint());
    found = await search([...found]);
  }
  return texts.map((own) => ({ bytes: own.filter((text) => found.has(text)).length, busy: !emptied && found.size > 0 }));
}
