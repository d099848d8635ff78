import type { Database } from '../database/database.js';

/** One entry of a request's history. `event` has a text in the messages; details hold no personal data. */
export interface RequestEvent {
  /** ISO 8601 with zone. */
  readonly at: string;
  readonly who: string;
  readonly event: string;
  readonly details: string | null;
}

/** What happened to a request, oldest first. */
export async function readEvents(db: Database, id: string): Promise<RequestEvent[]> {
  const rows = await db.all('select at, who, event, details from belbo_erase_events where request_id = ? order by id', [
    id,
  ]);
  return rows.map((row) => ({
    at: String(row['at']),
    who: String(row['who']),
    event: String(row['event']),
    details: row['details'] === null || row['details'] === undefined ? null : String(row['details']),
  }));
}
