import { BelboEraseError } from '../errors.js';
import { requestsWithOpenRecipients } from '../requests/recipients.js';
import type { OpenStep } from '../requests/request.js';
import { unseal, type SealedContent } from './identifier-vault.js';
import { readErasure, resultOf, type ErasureRecord } from './erasure-record.js';
import type { ErasureResult, Residue } from './plan.js';
import { proveBytes } from './prove-bytes.js';
import { saveSteps } from './save-steps.js';
import type { ErasureSession } from './session.js';
import type { Subject } from './subject.js';
import { verifyResidue } from './verify-residue.js';

/** What waits, sealed, for the open steps of a request; null when it is gone or the key file is another one. */
export async function readSealed(
  session: Pick<ErasureSession, 'db' | 'key'>,
  requestId: string,
): Promise<SealedContent | null> {
  const [row] = await session.db.all(
    'select nonce, tag, ciphertext from belbo_erase_identifiers where request_id = ?',
    [requestId],
  );
  if (row === undefined) return null;
  const sealed = { nonce: String(row['nonce']), tag: String(row['tag']), ciphertext: String(row['ciphertext']) };
  return unseal(sealed, requestId, session.key);
}

export interface FinishOptions {
  /** A person says that the manual steps are done. */
  readonly manualDone?: boolean;
}

/** What else decides about a step. */
interface Found {
  /** Another program holds the database file, so that it could not be cleaned. */
  readonly busy: boolean;
  /** A recipient is still to be heard from. */
  readonly recipients: boolean;
}

/** A step stays open until it is proven done. Without the sealed identifiers (key file lost) nothing can be proven any more. */
function stepsAfter(record: ErasureRecord, residue: Residue | null, found: Found, options: FinishOptions): OpenStep[] {
  return record.openSteps.filter((step) => {
    if (step === 'manual') return options.manualDone !== true;
    if (step === 'recipients') return found.recipients;
    if (residue === null) return true;
    if (step === 'residue') return residue.hits > 0;
    return step === 'bytes' ? found.busy || (residue.bytes ?? 0) > 0 : true;
  });
}

/**
 * Verifies erased requests, all in one pass, and closes those of which every step is proven done: the request becomes `done`
 * and the sealed identifiers are destroyed. Can be repeated at any time; carries on where an interrupted run stopped.
 * @throws BelboEraseError `REQUEST_NOT_ERASED`
 */
export async function finishErasures(
  session: ErasureSession,
  requestIds: readonly string[],
  options: FinishOptions = {},
): Promise<ErasureResult[]> {
  const records: ErasureRecord[] = [];
  for (const id of requestIds) {
    const record = await readErasure(session.db, id);
    if (record === null) throw new BelboEraseError('REQUEST_NOT_ERASED', { id });
    records.push(record);
  }
  const sealed = await Promise.all(records.map((record) => readSealed(session, record.requestId)));
  const subjects = records.flatMap((record, index): Subject[] => {
    const content = sealed[index];
    return content === null || content === undefined
      ? []
      : [{ requestId: record.requestId, records: content.records, identifiers: content.identifiers }];
  });
  const residues = await verifyResidue(session, subjects);
  const known = sealed.flatMap((content) => content ?? []);
  const proofs = await proveBytes(
    session,
    known.map((content) => content.traces),
  );
  const waiting = await requestsWithOpenRecipients(session.db, requestIds);
  const { db, now, who, resolved } = session;
  const results: ErasureResult[] = [];
  for (const record of records) {
    const at = subjects.findIndex((subject) => subject.requestId === record.requestId);
    const found = residues[at];
    const proof = proofs[at];
    const residue = found === undefined || proof === undefined ? null : { ...found, bytes: proof.bytes };
    const other = { busy: proof?.busy === true, recipients: waiting.has(record.requestId) };
    const steps = record.completedAt === null ? stepsAfter(record, residue, other, options) : [];
    if (record.completedAt === null)
      await saveSteps(
        { db, map: resolved.map, now: now(), who },
        record,
        record.openSteps.filter((step) => !steps.includes(step)),
        residue,
      );
    results.push(resultOf(record, steps, residue ?? { hits: 0, places: [], uncertain: 0, bytes: null, unknown: true }));
  }
  // Destroying the sealed row must reach the file, too.
  await session.db.file?.checkpoint();
  return results;
}
