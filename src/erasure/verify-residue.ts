import type { Queries } from '../database/database.js';
import { joinKey, type Subject } from './subject.js';
import type { Residue } from './plan.js';
import { scanSubjects, type FoundRow, type ScanResult } from './scan-subjects.js';
import { residueTargets } from './scan-text.js';
import type { ErasureSession } from './session.js';

type Place = Residue['places'][number];

/** Rows kept by law for a request, as `table\u001fkey`. */
async function retainedRows(queries: Queries, requestId: string): Promise<Set<string>> {
  const rows = await queries.all(
    'select r.table_name, r.row_key from belbo_erase_stub_rows r join belbo_erase_stubs s on s.id = r.stub_id where s.request_id = ?',
    [requestId],
  );
  return new Set(rows.map((row) => `${String(row['table_name'])}\u001f${String(row['row_key'])}`));
}

/** Columns of a row the law needs: what stands there is kept on purpose. */
function keptColumns(session: ErasureSession, table: string): ReadonlySet<string> {
  const mapped = session.resolved.map.tables[table];
  return new Set(
    Object.entries(mapped?.columns ?? {}).flatMap(([column, action]) => (action === 'keep' ? [column] : [])),
  );
}

/** Splits what was found into residue and what may as well be somebody else's. */
function judge(
  session: ErasureSession,
  found: readonly FoundRow[],
  retained: ReadonlySet<string>,
  holders: ScanResult['holders'],
): { places: Place[]; uncertain: number } {
  const places = new Map<string, { table: string; column: string; rows: Set<string>; kinds: Set<string> }>();
  let uncertain = 0;
  for (const row of found) {
    const id = joinKey(row.key);
    const kept = retained.has(`${row.table}\u001f${id}`) ? keptColumns(session, row.table) : new Set<string>();
    const doubtful = new Set<string>();
    for (const each of row.hits) {
      if (kept.has(each.column)) continue;
      const rivals = holders.of(each.hit);
      if (row.owners.some((owner) => rivals.has(owner))) continue;
      if (rivals.size > 0) {
        doubtful.add(each.column);
        continue;
      }
      const place = `${row.table}\u001f${each.column}`;
      const known = places.get(place) ?? { table: row.table, column: each.column, rows: new Set(), kinds: new Set() };
      known.rows.add(id);
      known.kinds.add(each.hit.kind);
      places.set(place, known);
    }
    uncertain += doubtful.size;
  }
  const counted = [...places.values()].map((each) => ({
    table: each.table,
    column: each.column,
    rows: each.rows.size,
    kinds: [...each.kinds].sort(),
  }));
  return { places: counted, uncertain };
}

/**
 * Searches every text, JSON and blob column of the database for the identifiers of erased subjects, in ONE pass for all of
 * them. Reports table, column and number, never the value. `bytes` is left null: see `proveBytes`.
 */
export async function verifyResidue(session: ErasureSession, subjects: readonly Subject[]): Promise<Residue[]> {
  if (subjects.length === 0) return [];
  const scan = await scanSubjects(session, subjects, residueTargets(session.resolved), 'residue-scan');
  const residues: Residue[] = [];
  for (const [index, subject] of subjects.entries()) {
    const retained = await retainedRows(session.db, subject.requestId);
    const { places, uncertain } = judge(session, scan.found.get(index) ?? [], retained, scan.holders);
    residues.push({ hits: places.reduce((sum, place) => sum + place.rows, 0), places, uncertain, bytes: null });
  }
  return residues;
}
