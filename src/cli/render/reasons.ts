import type { Candidate } from '../../customers/pending-candidates.js';
import type { Messages } from '../messages/en.js';

/** Why a record has its score, in words, strongest parts as they come; for a rival what it shares comes first. */
export function reasonsInWords({ duplicates, score }: Messages, candidate: Candidate): string {
  const { field, level, shares } = duplicates;
  // Bits as people read them: the sign always there.
  const signed = (weight: number): string => `${weight < 0 ? '' : '+'}${score(weight)}`;
  const reasons = candidate.reasons
    .filter(({ weight }) => Math.abs(weight) >= 0.05)
    .map((each) => `${field[each.field]} ${level[each.level] ?? each.level} ${signed(each.weight)}`);
  const rival = candidate.band === 'different' ? candidate.shares.map((each) => shares[each]) : [];
  return [...rival, ...reasons].join(', ');
}
