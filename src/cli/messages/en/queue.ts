import { plural } from './plural.js';

/** Texts of list, show and add. */
export const queue = {
  list: {
    none: 'No erasure requests are pending. Well done.',
    nothingMatches: 'No request matches these filters.',
    onHold: 'on hold',
    headers: {
      id: 'No.',
      due: 'Due',
      left: 'Left',
      status: 'Status',
      channel: 'Channel',
      received: 'Received',
      number: 'Customer',
      name: 'Name',
      steps: 'To do',
    },
    summary: (open: number, overdue: number, soon: number): string =>
      `${String(open)} open${overdue > 0 ? `, ${String(overdue)} overdue` : ''}${soon > 0 ? `, ${String(soon)} due within 7 days` : ''}`,
  },
  show: {
    title: (id: string): string => `Erasure request ${id}`,
    status: 'Status',
    received: 'Received',
    due: 'Due',
    customer: 'Customer',
    email: 'E-mail',
    openSteps: 'Open steps',
    erased: 'Erased',
    kept: 'Kept by law',
    stub: 'Retention stub',
    residue: 'Residue',
    history: 'History',
    identity: 'Identity',
    online: 'online booking, logged in',
    notVerified: 'not made sure of yet',
    extended: 'Extended',
    onHold: 'On hold',
    rejected: 'Refused',
    deed: (date: string, who: string, reason: string | null): string =>
      `${date}, ${who}${reason === null ? '' : `: ${reason}`}`,
    countsFrom: (date: string): string => `counts from ${date}, when the customer first asked`,
    none: 'none',
    stubLine: (id: number, until: string): string => `No. ${String(id)}, until ${until}`,
    residueLine: (hits: number, uncertain: number, bytes: number | null): string =>
      hits === 0 && (bytes ?? 0) === 0
        ? `nothing found${uncertain > 0 ? ` (${String(uncertain)} places may be of others of the same name, phone or e-mail)` : ''}`
        : `${plural(hits, 'place', 'places')}${(bytes ?? 0) > 0 ? `, ${plural(bytes ?? 0, 'text', 'texts')} in the file` : ''}`,
    unverified: 'not verified yet',
    event: {
      merged: 'duplicate merged',
      merge_undone: 'merge undone',
      received: 'filed',
      joined: 'asked again',
      verified: 'identity made sure of',
      verification_withdrawn: 'identity no longer taken for sure',
      extended: 'extended',
      held: 'put on hold',
      released: 'released',
      rejected: 'refused',
      withdrawn: 'withdrawn',
      started: 'taken in hand',
      erased: 'erased from the calendar',
      done: 'done',
      stub_shown: 'base data of the stub shown',
    } as Readonly<Record<string, string>>,
  },
  add: {
    filed: (id: string, due: string): string => `Filed as request ${id}, due ${due}.`,
    joined: (id: string, due: string): string =>
      `This customer has an open request: joined request ${id}, which keeps the earlier deadline, ${due}.`,
    search: 'Which customer? (number, name, e-mail or phone)',
    received: (today: string): string => `When did the salon receive it? (YYYY-MM-DD; Enter for today, ${today})`,
    receivedInvalid: (today: string): string => `A day up to ${today}, as YYYY-MM-DD.`,
    verified: 'How was the identity made sure of?',
    notVerified: 'not yet',
  },
};
