import { mostHolders } from '../agreement.js';
import { emailLevel, emailLevels } from '../compare-emails.js';
import { phoneLevel, phoneLevels } from '../compare-phones.js';
import { splitEmail } from '../email-value.js';
import { phoneKey } from '../search-keys.js';
import { phoneKind } from '../phone-value.js';
import { equalWeights, weightOf } from './bound-weights.js';
import type { FactRecords } from './fact-records.js';
import type { Facts } from './facts.js';
import { mayBeSlip, signTexts } from './text-signs.js';
import { poolReader } from './text-pool.js';

type Weigh = (a: number, b: number) => number;

/** The most that the best agreement of two records' values adds; 0 when one has none. */
function bestOf({ rows }: Facts, slots: readonly number[], counts: Uint32Array, weigh: Weigh): Weigh {
  const isOwn = (value: number): boolean => value !== 0 && (counts[value] ?? 0) <= mostHolders;
  return (a, b) => {
    let best = -Infinity;
    for (const slot of slots) {
      const left = rows[a + slot] ?? 0;
      if (!isOwn(left)) continue;
      for (const otherSlot of slots) {
        const right = rows[b + otherSlot] ?? 0;
        if (!isOwn(right)) continue;
        const weight = weigh(left, right);
        if (weight > best) best = weight;
      }
    }
    return best === -Infinity ? 0 : best;
  };
}

const otherEmail = weightOf(emailLevels.different);
/** `emailLevel` allows so many slips in the part before the @, however long it is. */
const mostSlips = 2;

/** Makes the function that says the most that the e-mail addresses of two records, whose rows begin here, add to their score. */
export function boundEmails(facts: Facts, texts: FactRecords): Weigh {
  const { counts, layout } = facts;
  const equal = equalWeights('email', emailLevels.exact.m, counts.email, facts);
  const locals = signTexts(facts.texts.email, (text) => splitEmail(text)?.local ?? '');
  return bestOf(facts, layout.emails, counts.email, (a, b) => {
    if (a === b) return equal[a] ?? 0;
    if (!mayBeSlip(locals, a, b, mostSlips)) return otherEmail;
    // That an address is made of the name only takes from it.
    const [left, right] = [texts.email(a), texts.email(b)];
    return Math.max(weightOf(emailLevels[emailLevel(left, right)]), weightOf(emailLevels[emailLevel(right, left)]));
  });
}

const otherPhone = weightOf(phoneLevels.different);

/** Makes the function that says the most that the telephone numbers of two records, whose rows begin here, add to their score. */
export function boundPhones(facts: Facts, texts: FactRecords): Weigh {
  const { counts, layout } = facts;
  const equal = equalWeights('phone', phoneLevels.exact.m, counts.phone, facts);
  const signs = signTexts(facts.texts.phone);
  const read = poolReader(facts.texts.phone);
  const tails = Uint32Array.from(signs.length, (_, number) => phoneKey(read(number)));
  // Different numbers of different kinds, or of one of them only, do not count at all.
  const mostIfOther = Math.max(otherPhone, weightOf(phoneLevels.other_kind));
  const kinds = Uint8Array.from(signs.length, (_, number) => Number(phoneKind(read(number)) === 'mobile'));
  return bestOf(facts, layout.phones, counts.phone, (a, b) => {
    if (a === b) return equal[a] ?? 0;
    if (tails[a] !== tails[b] && !mayBeSlip(signs, a, b, 1)) return kinds[a] === kinds[b] ? otherPhone : mostIfOther;
    // Either may be the first of the two when they are compared, and the level may depend on it.
    const [left, right] = [texts.phone(a), texts.phone(b)];
    return Math.max(weightOf(phoneLevels[phoneLevel(left, right)]), weightOf(phoneLevels[phoneLevel(right, left)]));
  });
}
