import { chanceOf, ownContacts, type Agreement, type Chance, type Level } from './agreement.js';
import { editDistance } from './edit-distance.js';
import type { PhoneValue } from './phone-value.js';

type PhoneLevel = 'exact' | 'digit' | 'tail' | 'other_kind' | 'different';

/*
 * Numbers change more often than names, and a mobile beside a landline is no contradiction (`other_kind`: neutral). h: a
 * landline is the household's; a mobile is often the mother's for her children.
 */
const levels: Readonly<Record<PhoneLevel, Level>> = {
  exact: { level: 'exact', m: 0.6, u: 0, h: 0.4 },
  digit: { level: 'digit', m: 0.04, u: 1e-5, h: 0.005 },
  tail: { level: 'tail', m: 0.01, u: 1e-5, h: 0.002 },
  other_kind: { level: 'other_kind', m: 1, u: 1, h: 1 },
  different: { level: 'different', m: 0.15, u: 0.999, h: 0.6 },
};

/** National digits without area code. */
const tailLength = 7;

/** How two numbers agree. */
export function phoneLevel(a: PhoneValue, b: PhoneValue): PhoneLevel {
  if (a.number === b.number) return 'exact';
  if (editDistance(a.number, b.number, 1) <= 1) return 'digit';
  if (a.number.length > tailLength + 3 && a.number.slice(-tailLength) === b.number.slice(-tailLength)) return 'tail';
  return a.kind !== b.kind && a.kind !== 'unknown' && b.kind !== 'unknown' ? 'other_kind' : 'different';
}

const order: readonly PhoneLevel[] = ['exact', 'digit', 'tail', 'different', 'other_kind'];

/** The best agreement of two records' numbers; null when one has none, or only numbers of different kinds are compared. */
export function comparePhones(a: readonly PhoneValue[], b: readonly PhoneValue[], chance: Chance): Agreement | null {
  let best: Agreement | null = null;
  const own = (phones: readonly PhoneValue[]): readonly PhoneValue[] =>
    ownContacts('phone', phones, ({ number }) => number, chance);
  const others = own(b);
  for (const left of own(a)) {
    for (const right of others) {
      const level = levels[phoneLevel(left, right)];
      const found: Agreement = {
        ...level,
        field: 'phone',
        u: level.u === 0 ? chanceOf('phone', left.number, chance) : level.u,
      };
      const rank = (each: Agreement): number => order.findIndex((name) => name === each.level);
      if (best === null || rank(found) < rank(best) || (rank(found) === rank(best) && found.u < best.u)) best = found;
    }
  }
  return best?.level === 'other_kind' ? null : best;
}

export { levels as phoneLevels };
