import type { IdentityMeans, RejectionGround } from '../../../requests/handling.js';

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** Texts of what is done to a request besides erasing: extend, reject, hold, withdraw, verify; and of deadlines. */
export const handling = {
  why: {
    sum: (from: string, months: number, end: string): string =>
      `${from} + ${months === 1 ? '1 month' : `${String(months)} months`} = ${end}`,
    dayOff: { saturday: 'Saturday', sunday: 'Sunday' } as Readonly<Record<string, string>>,
    first: (name: string, isHoliday: boolean): string => (isHoliday ? `${name} (public holiday)` : `a ${name}`),
    weekday: (iso: string): string => weekdays[new Date(`${iso}T00:00:00Z`).getUTCDay()] ?? '',
  },
  identity: {
    in_person: 'in person, known or with an identity card',
    account: 'by logging in to the customer account',
    call_back: 'by calling back the number on file',
    reply: 'by an answer from the e-mail address on file',
    document: 'by a document',
  } satisfies Readonly<Record<IdentityMeans, string>>,
  handling: {
    askExtension:
      'Why can it not be answered in a month? (The reason goes into the notice to the customer; do not name them here.)',
    reasonLength: (most: number): string => `1 to ${String(most)} characters`,
    askHold: 'Why must it wait?',
    askGround: 'On what ground is it refused?',
    askMeans: 'How was the identity made sure of?',
    extended: (id: string, due: string): string => `Request ${id} is extended by two months, now due ${due}.`,
    tellExtension: (id: string): string =>
      `The customer must be told within the first month (Art. 12(3) GDPR): belbo-erase letter ${id} --kind extension`,
    held: (id: string, due: string): string =>
      `Request ${id} is on hold: nothing is erased until you release it. It stays due ${due}.`,
    released: (id: string, due: string): string => `Request ${id} is released, due ${due}.`,
    rejected: (id: string, ground: string): string => `Request ${id} is refused: ${ground}.`,
    tellRejection: (id: string): string =>
      `The customer must be told why, and of their remedies (Art. 12(4) GDPR): belbo-erase letter ${id} --kind refusal`,
    withdrawn: (id: string): string => `Request ${id} is withdrawn.`,
    verified: (id: string, means: string): string => `Request ${id}: identity made sure of ${means}.`,
    unverified: (id: string): string => `Request ${id}: the identity is no longer taken for sure.`,
    ground: {
      manifestly_unfounded: 'manifestly unfounded, Art. 12(5) GDPR',
      excessive: 'excessive, Art. 12(5) GDPR',
      freedom_of_expression: 'freedom of expression and information, Art. 17(3)(a) GDPR',
      legal_obligation: 'a legal obligation or public task, Art. 17(3)(b) GDPR',
      public_health: 'public health, Art. 17(3)(c) GDPR',
      archiving: 'archiving, research or statistics, Art. 17(3)(d) GDPR',
      legal_claims: 'legal claims, Art. 17(3)(e) GDPR',
      not_identified: 'the person cannot be identified, Art. 11(2), 12(2) and 12(6) GDPR',
    } satisfies Readonly<Record<RejectionGround, string>>,
  },
};
