import { describe, expect, it } from 'vitest';
import { resolveDecisions, type DecisionEntry } from '../../src/backups/decisions-file.js';
import type { KnownBackup } from '../../src/backups/register.js';
import type { StoredReview } from '../../src/backups/reviews.js';

const backup: KnownBackup = {
  id: 1,
  path: '/exports/kunden.csv',
  sha256: null,
  size: '1',
  mtimeNs: '1',
  problem: null,
  forgottenAt: null,
};
const backups = new Map([[backup.path, backup]]);

const review = (digest: string, more: Partial<StoredReview> = {}): StoredReview => ({
  backupId: 1,
  requestId: '12',
  member: null,
  line: 7,
  digest,
  decision: null,
  ...more,
});

const entry = (more: Partial<DecisionEntry> = {}): DecisionEntry => ({
  at: 0,
  file: backup.path,
  member: null,
  line: 7,
  request: null,
  id: null,
  decision: 'remove',
  ...more,
});

/** The digests that are decided by one entry, and whether it is told to match nothing. */
function resolved(given: DecisionEntry, stored: readonly StoredReview[]): [digests: string[], unmatched: boolean] {
  const { decided, open } = resolveDecisions([given], backups, stored);
  return [decided.map(({ digest }) => digest), open.length > 0];
}

describe('a decision that names a line', () => {
  it('is of the record in doubt that was listed there, for every request', () => {
    const two = [review('aa'), review('bb', { requestId: '13' }), review('cc', { line: 8 })];
    expect(resolved(entry(), two)).toEqual([['aa', 'bb'], false]);
    expect(resolved(entry({ request: '13' }), two)).toEqual([['bb'], false]);
    expect(resolved(entry({ line: 9 }), two)).toEqual([[], true]);
  });

  it('never changes what was decided before: for that it names the id', () => {
    const kept = review('aa', { decision: 'keep' });
    expect(resolved(entry(), [kept])).toEqual([[], true]);
    expect(resolved(entry({ id: 'aa' }), [kept])).toEqual([['aa'], false]);
    // Carried out again, the same file has nothing to say.
    expect(resolved(entry({ decision: 'keep' }), [kept])).toEqual([[], false]);
  });

  it('decides nothing where two records stood on that line, one after the other: only the id tells them apart', () => {
    // A removal has moved another record up to where the first one stood.
    for (const decision of ['keep', 'remove'] as const) {
      const both = [review('aa', { decision }), review('bb')];
      expect(resolved(entry(), both)).toEqual([[], true]);
      expect(resolved(entry({ id: 'bb' }), both)).toEqual([['bb'], false]);
    }
  });

  it('finds the record by a whole id also where it has moved to another line, by a part of one only where it was', () => {
    const moved = review('abcdef012345ffff', { line: 3 });
    expect(resolved(entry({ id: 'abcdef012345' }), [moved, review('bb')])).toEqual([['abcdef012345ffff'], false]);
    expect(resolved(entry({ id: 'abcdef' }), [moved, review('bb')])).toEqual([[], true]);
    expect(resolved(entry({ id: 'abcdef012345', member: 'a.csv' }), [moved])).toEqual([[], true]);
  });

  it('decides nothing where two members of an archive have such a line, unless the member is named', () => {
    const members = [review('aa', { member: 'a.csv' }), review('bb', { member: 'b.csv' })];
    expect(resolved(entry(), members)).toEqual([[], true]);
    expect(resolved(entry({ member: 'b.csv' }), members)).toEqual([['bb'], false]);
  });
});
