import type { Queries } from '../database/database.js';
import type { OpenStep } from '../requests/request.js';

/** A request whose data is erased from the calendar, but that is not done: its identifiers still wait, sealed. */
export interface ErasedRequest {
  readonly requestId: string;
  readonly openSteps: readonly OpenStep[];
}

/** All of them, oldest first. */
export async function readErasedRequests(db: Queries): Promise<ErasedRequest[]> {
  const rows = await db.all(
    'select request_id, open_steps from belbo_erase_erasures where completed_at is null order by erased_at, request_id',
  );
  return rows.map((row) => ({
    requestId: String(row['request_id']),
    // Written by this tool.
    openSteps: String(row['open_steps'] ?? '')
      .split(',')
      .filter((step) => step !== '') as OpenStep[],
  }));
}
