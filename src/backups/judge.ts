import type { Evidence } from './record-evidence.js';
import type { ReviewReason } from './types.js';

/**
 * What a record is to a subject.
 * - `own`: the subject's record
 * - `contact`: filed under the subject's e-mail or phone and under no name: the subject's, unless others in the file use
 *   all of these contacts under another name
 * - `review`: a person has to say
 * - `namesake`: somebody else of the same name
 * - `mention`: somebody else's record, with the subject in a text or in a column about others
 * - `none`: nothing of the subject's is in it
 */
export type Verdict =
  | { readonly kind: 'own' | 'contact' | 'namesake' | 'mention' | 'none' }
  | { readonly kind: 'review'; readonly reason: ReviewReason };

const review = (reason: ReviewReason): Verdict => ({ kind: 'review', reason });

function sameName({ number, birth, contacts, street, proving }: Evidence): Verdict {
  if (number || birth === 'same') return { kind: 'own' };
  const more = contacts.length > 0 || street;
  // A slip, or somebody else: born on the 5th of March, or on the 3rd of May.
  if (birth === 'turned') return review(more ? 'name_shared' : 'name_only');
  if (birth === 'differs') return more ? review('name_shared') : { kind: 'namesake' };
  if (proving) return { kind: 'own' };
  return review(more ? 'name_shared' : 'name_only');
}

function otherwise({ mentions }: Evidence): Verdict {
  return { kind: mentions.length > 0 ? 'mention' : 'none' };
}

/**
 * The rule of proof. A customer number proves it, and so does the name together with anything else. An e-mail or phone
 * alone does where no name contradicts it and nothing else may be one: households share both. Where somebody else in the
 * calendar has the same name, only what that other person does not have as well proves it. A name alone proves nothing, and
 * with another birth date it is another person.
 */
export function judge(evidence: Evidence): Verdict {
  const { name, number, birth, contacts, email } = evidence;
  const filed = contacts.length > 0;
  switch (name) {
    case 'same':
      return sameName(evidence);
    case 'several':
      return number ? { kind: 'own' } : review('several_persons');
    case 'given':
      // The family name changes with a marriage.
      if (number || (birth === 'same' && email)) return { kind: 'own' };
      return filed ? review('other_name') : otherwise(evidence);
    case 'other':
      if (number && birth === 'same') return { kind: 'own' };
      return number || filed ? review('other_name') : otherwise(evidence);
    case 'unclear':
      if (number || (birth === 'same' && email)) return { kind: 'own' };
      return filed ? review('shared') : otherwise(evidence);
    case 'none':
      if (number) return { kind: 'own' };
      if (!filed) return otherwise(evidence);
      return birth === 'differs' || birth === 'turned' ? review('other_name') : { kind: 'contact' };
  }
}
