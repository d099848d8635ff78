import { plural } from './plural.js';

/** Texts of list, show and add. */
export const queue = {
  list: {
    none: 'No erasure requests are pending. Well done.',
    nothingMatches: 'No request matches these filters.',
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
    none: 'none',
    why: (received: string, monthEnd: string, movedBy: string | null, due: string): string =>
      `${received} + 1 month = ${monthEnd}${movedBy === null ? '' : `, a ${movedBy === 'saturday' ? 'Saturday' : 'Sunday'} -> Monday ${due}`}`,
    stubLine: (id: number, until: string): string => `No. ${String(id)}, until ${until}`,
    residueLine: (hits: number, uncertain: number, bytes: number | null): string =>
      hits === 0 && (bytes ?? 0) === 0
        ? `nothing found${uncertain > 0 ? ` (${String(uncertain)} places may be of others of the same name, phone or e-mail)` : ''}`
        : `${plural(hits, 'place', 'places')}${(bytes ?? 0) > 0 ? `, ${plural(bytes ?? 0, 'text', 'texts')} in the file` : ''}`,
    unverified: 'not verified yet',
    event: {
      received: 'filed',
      erased: 'erased from the calendar',
      done: 'done',
      stub_shown: 'base data of the stub shown',
    } as Readonly<Record<string, string>>,
  },
  add: { filed: (id: string, due: string): string => `Filed as request ${id}, due ${due}.` },
};
