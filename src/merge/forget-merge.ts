import { BelboEraseError } from '../errors.js';
import { readMerge, type MergeRecord } from './merge-store.js';
import type { MergeSession } from './session.js';

/**
 * Gives a merge up whose key file is lost: what was sealed of it is destroyed, so that it can neither be undone nor stand in the way of
 * the erasure. Only of such a merge: what can still be opened finds traces of the person.
 * @throws BelboEraseError `MERGE_NOT_FOUND`, `MERGE_UNDONE`, `MERGE_READABLE`
 */
export async function forgetMerge(session: MergeSession, id: string): Promise<MergeRecord> {
  return session.db.transaction(async (trx) => {
    const found = await readMerge(session, trx, id);
    if (found === null) throw new BelboEraseError('MERGE_NOT_FOUND', { id });
    const { record, snapshot } = found;
    if (record.undoneAt !== null) throw new BelboEraseError('MERGE_UNDONE', { id });
    if (snapshot !== null) throw new BelboEraseError('MERGE_READABLE', { id });
    if (record.forgotten) return record;
    await trx.run('update belbo_erase_merges set nonce = null, tag = null, ciphertext = null where id = ?', [
      record.id,
    ]);
    if (record.requestId !== null) {
      await trx.run('insert into belbo_erase_events (request_id, at, who, event, details) values (?, ?, ?, ?, ?)', [
        record.requestId,
        session.now(),
        session.who,
        'merge_forgotten',
        id,
      ]);
    }
    return { ...record, forgotten: true };
  });
}
