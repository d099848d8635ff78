import { comparedDigests, recordDecision, type Verdict } from '../../customers/decisions.js';
import type { ErasureSession } from '../../erasure/session.js';
import { BelboEraseError } from '../../errors.js';
import { executeMerge, type ExecutedMerge } from '../../merge/execute-merge.js';
import type { MergePlan } from '../../merge/plan.js';
import { planMerge } from '../../merge/plan-merge.js';
import type { FiledDecision } from './decisions-file.js';

const split = (key: string): string[] => key.split('\u001f');

/** What a decisions file would merge, as things stand now; changes nothing. Merges of a chain are each planned by themselves. */
export async function planDecisions(
  session: ErasureSession,
  own: string,
  decisions: readonly FiledDecision[],
): Promise<MergePlan[]> {
  const plans: MergePlan[] = [];
  for (const { record, decision, into, choices } of decisions) {
    if (decision === 'merge') plans.push(await planMerge(session, split(into ?? own), [split(record)], choices));
  }
  return plans;
}

/**
 * Carries a decisions file out, each decision in a transaction of its own. Everything is looked at before anything is written:
 * a file with a record that does not exist, or a collision nobody decided, changes nothing.
 */
export async function applyDecisions(
  session: ErasureSession,
  requestId: string,
  own: string,
  decisions: readonly FiledDecision[],
): Promise<{
  readonly merged: ExecutedMerge[];
  readonly decided: { readonly key: string; readonly verdict: Verdict }[];
}> {
  const keys = [own, ...decisions.flatMap(({ record, into }) => [record, into ?? own])];
  const seen = await comparedDigests(session, session.db, keys);
  const gone = [...new Set(keys)].filter((key) => !seen.has(key));
  if (gone.length > 0) throw new BelboEraseError('MERGE_RECORD_GONE', { records: gone.length });
  const undecided = (await planDecisions(session, own, decisions)).flatMap((plan) => plan.undecided);
  if (undecided.length > 0)
    throw new BelboEraseError('MERGE_UNDECIDED', { tables: [...new Set(undecided)].join(', ') });
  const merged: ExecutedMerge[] = [];
  const decided: { key: string; verdict: Verdict }[] = [];
  for (const { record, decision, into, choices } of decisions) {
    const other = into ?? own;
    if (decision === 'merge') {
      const plan = await planMerge(session, split(other), [split(record)], choices);
      merged.push(await executeMerge(session, plan, choices, requestId));
    } else {
      if (!(await recordDecision(session, [other, record], decision, seen)))
        throw new BelboEraseError('MERGE_STALE', { key: record });
      decided.push({ key: record, verdict: decision });
    }
  }
  return { merged, decided };
}
