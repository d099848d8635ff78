import { groups, others } from './given-name-list.js';
import { shortestForm } from './normalise.js';

/* Which given names go together, and which are names of their own. */

const groupsOf = new Map<string, readonly number[]>();
const known = new Set<string>();
/** The name each group is about. */
const heads: string[] = [];
/** Names that stand for themselves, not only as a short form of others. */
const own = new Set<string>();

groups
  .trim()
  .split('\n')
  .forEach((line, group) => {
    const head = shortestForm(line.slice(0, line.indexOf(':')));
    heads[group] = head;
    own.add(head);
    for (const spelled of line.split(/[:\s]+/)) {
      const name = shortestForm(spelled);
      known.add(name);
      const before = groupsOf.get(name) ?? [];
      if (!before.includes(group)) groupsOf.set(name, [...before, group]);
    }
  });
for (const name of others.trim().split(/\s+/)) {
  known.add(shortestForm(name));
  own.add(shortestForm(name));
}

/** The groups of names a given name (`shortestForm`) belongs to; empty for one that goes with no other. */
export function nicknameGroups(name: string): readonly number[] {
  return groupsOf.get(name) ?? [];
}

/**
 * Whether two given names (`shortestForm`) may be one person's: one is a short form or variant of the other, or both are of a third.
 * Two names that stand for themselves (Lena and Maria, both in Marlene) are not joined by a third.
 */
export function areNicknames(a: string, b: string): boolean {
  const [left, right] = [nicknameGroups(a), nicknameGroups(b)];
  const bothOwn = own.has(a) && own.has(b);
  return left.some((group) => right.includes(group) && (!bothOwn || heads[group] === a || heads[group] === b));
}

/** Whether a given name (`shortestForm`) is a common one, so that another common one beside it is another name and no slip. */
export function isGivenName(name: string): boolean {
  return known.has(name);
}
