import { chanceOf, ownContacts, type Agreement, type Chance, type Level } from './agreement.js';
import { editDistance, slips } from './edit-distance.js';
import type { EmailValue } from './email-value.js';
import { shortestForm } from './normalise.js';

type EmailLevel = 'exact' | 'domain_typo' | 'local_typo' | 'typo' | 'local' | 'by_name' | 'different';

/*
 * People have several addresses, so that different ones say little. The part before the @ is mostly made of the name and
 * says less beside it (`local`); where both are made of the family names, it says hardly more than
 * these (`by_name`). h: families share an address, or have similar ones at one provider.
 */
const levels: Readonly<Record<EmailLevel, Level>> = {
  exact: { level: 'exact', m: 0.6, u: 0, h: 0.3 },
  domain_typo: { level: 'domain_typo', m: 0.04, u: 3e-6, h: 0.01 },
  local_typo: { level: 'local_typo', m: 0.04, u: 2e-5, h: 0.01 },
  typo: { level: 'typo', m: 0.02, u: 2e-5, h: 0.004 },
  local: { level: 'local', m: 0.06, u: 1e-4, h: 0.01 },
  by_name: { level: 'by_name', m: 0.1, u: 0.02, h: 0.05 },
  different: { level: 'different', m: 0.2, u: 0.999, h: 0.66 },
};

/** `by_name` where both records have the same names: so have strangers of one name, whose addresses are made of it as well. */
const byOneName = { m: 0.1, u: 0.3, h: 0.3 } as const;

/** A local part of fewer letters ("info", "anna") is no sign of one person. */
const shortestLocal = 6;

/** How two addresses agree. */
export function emailLevel(a: EmailValue, b: EmailValue): EmailLevel {
  if (a.address === b.address) return 'exact';
  const sameLocal = a.local === b.local;
  const domainSlips = slips(Math.min(a.domain.length, b.domain.length));
  if (sameLocal && editDistance(a.domain, b.domain, domainSlips) <= domainSlips) return 'domain_typo';
  if (sameLocal) return a.local.length >= shortestLocal ? 'local' : 'different';
  const localSlips = slips(Math.min(a.local.length, b.local.length) - 1);
  if (localSlips === 0 || editDistance(a.local, b.local, localSlips) > localSlips) return 'different';
  if (a.domain === b.domain) return 'local_typo';
  return editDistance(a.domain, b.domain, domainSlips) <= domainSlips ? 'typo' : 'different';
}

const order: readonly EmailLevel[] = ['exact', 'domain_typo', 'local_typo', 'typo', 'local', 'by_name', 'different'];

/** Whether an address is made of one of these names. */
function isMadeOfName({ local }: EmailValue, names: readonly string[]): boolean {
  const letters = local.replace(/[^\p{L}]+/gu, '');
  // As it stands, too: the a and the e of monika.egger are no umlaut.
  const spellings = [letters, shortestForm(letters)];
  return names.some((name) => name.length > 2 && spellings.some((spelling) => spelling.includes(name)));
}

/**
 * The best agreement of two records' addresses; null when one has none.
 * @param names names of both, plain: what addresses that are no more than alike may be made of: then they say what the names say
 * @param areNamesakes whether both have the same names
 */
export function compareEmails(
  a: readonly EmailValue[],
  b: readonly EmailValue[],
  chance: Chance,
  names: readonly string[] = [],
  areNamesakes = false,
): Agreement | null {
  let best: Agreement | null = null;
  const own = (emails: readonly EmailValue[]): readonly EmailValue[] =>
    ownContacts('email', emails, ({ address }) => address, chance);
  const others = own(b);
  for (const left of own(a)) {
    for (const right of others) {
      const bare = emailLevel(left, right);
      const isWeak = bare === 'local' || bare === 'local_typo' || bare === 'typo';
      const level = levels[isWeak && isMadeOfName(left, names) && isMadeOfName(right, names) ? 'by_name' : bare];
      const found: Agreement = {
        ...level,
        field: 'email',
        u: level.u === 0 ? chanceOf('email', left.address, chance) : level.u,
        ...(areNamesakes && level === levels.by_name ? byOneName : {}),
      };
      const rank = (each: Agreement): number => order.findIndex((name) => name === each.level);
      if (best === null || rank(found) < rank(best) || (rank(found) === rank(best) && found.u < best.u)) best = found;
    }
  }
  return best;
}

export { levels as emailLevels };
