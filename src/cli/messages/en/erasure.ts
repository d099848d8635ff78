import { plural } from './plural.js';

type Params = Readonly<Record<string, string | number>>;

/** Texts of plan, erase and stubs. */
export const erasure = {
  plan: {
    title: (id: string): string => `Plan for request ${id}`,
    records: 'Customer record no.',
    headers: {
      table: 'Table',
      action: 'Action',
      rows: 'Rows',
      cascaded: 'of these by cascade',
      column: 'Column',
      basis: 'Law',
      until: 'Until',
      uncertain: 'Uncertain',
    },
    changes: 'What happens in the calendar',
    kept: 'Kept by law, for owner and accountant only',
    mentions: 'Mentions in the rows of others',
    blockers: 'What stands in the way',
    manual: 'To be done by hand',
    shared: (table: string, rows: number): string =>
      `${table}: ${plural(rows, 'row', 'rows')} left alone, since somebody else has the same e-mail or phone`,
    undated: (table: string, rows: number): string =>
      `${table}: ${plural(rows, 'row', 'rows')} without a date that can be right; the period is counted from today. Correct the date in the calendar if you know it`,
    person: 'Person',
    fingerprint: 'Fingerprint',
    missingIndexes: (names: string): string => `Without an index, and therefore slow: ${names}`,
    ready: 'Nothing stands in the way.',
    blocker: {
      hold: () => 'on hold; release it with: belbo-erase hold <request> --release',
      undecided_duplicates: ({ keys, more }) =>
        `may be the same person and nobody has decided: record ${String(keys)}${Number(more) > 0 ? ` and ${String(more)} more` : ''}; see belbo-erase duplicates and merge`,
      sealed_merges: ({ merges }) =>
        `merged records whose identifiers were sealed with another key file (merge ${String(merges)}); if that is lost for good: belbo-erase merge forget`,
      staff_login: ({ login }: Params) =>
        `also a member of staff (login ${String(login)}); go on only with --force-login ${String(login)}`,
      last_owner_login: ({ login }: Params) => `the last owner of the calendar (login ${String(login)}); never erased`,
      ceiling: ({ ceiling }: Params) => `more rows than the ceiling of ${String(ceiling)}`,
      uncertain_mentions: () =>
        'mentions that may mean somebody else of the same name, phone or e-mail; decide with --uncertain-mentions redact or keep',
      blocking_rows: () => 'rows that show a member of staff',
    } as Readonly<Record<string, (params: Params) => string>>,
  },
  erase: {
    confirm: (id: string): string => `This cannot be undone. To erase, type the number of the request (${id}):`,
    uncertain: 'Some mentions may mean somebody else of the same name, phone or e-mail. What shall happen to them?',
    redact: 'Redact them',
    keep: 'Leave them',
    manualDone: 'Manual steps: type "done" when they are done, or just press Enter to do them later:',
    dryRun: 'Dry run: nothing was changed.',
    done: (id: string): string => `Request ${id} is done: nothing of the person is left but what the law demands.`,
    open: (id: string, steps: string): string => `The calendar is clean of request ${id}; still open: ${steps}.`,
    residue: (id: string): string => `Something of the person of request ${id} was still found:`,
    unknown: 'The search could not be made: the key file is not the one the identifiers were sealed with.',
    redacted: 'Redacted mentions',
    next: (id: string): string => `When the manual steps are done: belbo-erase erase ${id} --manual-done`,
  },
  stubs: {
    none: 'No retention stubs.',
    headers: { id: 'No.', request: 'Request', until: 'Kept until', rows: 'Rows', basis: 'Law', state: 'State' },
    state: { running: 'running', expired: 'expired', purged: 'purged' },
    restricted:
      'The base data is for owner and accountant only (Art. 18 GDPR): --as owner or --as accountant. Every look is recorded.',
    nothingDue: 'No retention period is over; nothing to purge.',
    confirmPurge: 'This erases the rows whose period is over. Type purge to go on:',
    stub: (id: string, text: string): string => `Stub ${id}: ${text}`,
    notBegun: 'not begun, for the database is at fault; the next purge takes it.',
    staying: (rows: number): string =>
      `${plural(rows, 'row stays', 'rows stay')} for now: documents of somebody else hang together with ${rows === 1 ? 'it' : 'them'}. A later purge takes ${rows === 1 ? 'it' : 'them'}.`,
    purged: (stubs: number, rows: number): string =>
      `Purged ${plural(rows, 'row', 'rows')} of ${plural(stubs, 'stub', 'stubs')}.`,
  },
};
