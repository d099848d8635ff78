import type { Queries, Row } from '../database/database.js';
import type { OpenStep } from '../requests/request.js';
import type { ErasureResult, Residue } from './plan.js';
import type { ErasureReport } from './write-records.js';

/** The tool's own record of an erasure. */
export interface ErasureRecord {
  readonly requestId: string;
  readonly erasedAt: string;
  readonly completedAt: string | null;
  readonly openSteps: readonly OpenStep[];
  readonly report: ErasureReport;
}

function toRecord(row: Row): ErasureRecord {
  return {
    requestId: String(row['request_id']),
    erasedAt: String(row['erased_at']),
    completedAt: row['completed_at'] === null || row['completed_at'] === undefined ? null : String(row['completed_at']),
    openSteps: String(row['open_steps'] ?? '')
      .split(',')
      .filter((step) => step !== '') as OpenStep[],
    // Written by this tool, in the transaction of the erasure.
    report: JSON.parse(String(row['report'])) as ErasureReport,
  };
}

/** The record of a request's erasure; null when it was not erased by this tool. */
export async function readErasure(queries: Queries, requestId: string): Promise<ErasureRecord | null> {
  const [row] = await queries.all('select * from belbo_erase_erasures where request_id = ?', [requestId]);
  return row === undefined ? null : toRecord(row);
}

/** An erasure as it is told about. */
export function resultOf(record: ErasureRecord, steps: readonly OpenStep[], residue: Residue): ErasureResult {
  const { erased, kept, redacted, stub } = record.report;
  return {
    requestId: record.requestId,
    status: steps.length === 0 ? 'done' : 'erased',
    erased,
    kept,
    stub,
    redacted,
    residue,
    openSteps: steps,
  };
}
