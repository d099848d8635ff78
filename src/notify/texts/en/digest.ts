import { date, plural } from './dates.js';

const left = (days: number): string =>
  days < 0
    ? `${plural(-days, 'day', 'days')} overdue`
    : days === 0
      ? 'due today'
      : `${plural(days, 'day', 'days')} left`;

const steps: Readonly<Record<string, string>> = {
  erase: 'erase',
  residue: 'something was still found',
  bytes: 'clean the file',
  manual: 'manual steps',
  backups: 'clean the backups',
  recipients: 'hear from the recipients',
  letter: 'answer the customer',
  hold: 'on hold',
  identity_unverified: 'make sure of the identity',
  customer_unknown: 'the customer record behind it is missing',
  undecided_duplicates: 'decide on possible duplicates',
  sealed_merges: 'merged records are sealed with another key file',
  staff_login: 'also a member of staff',
  last_owner_login: 'the last owner of the calendar',
  ceiling: 'more rows than the ceiling allows',
  uncertain_mentions: 'decide on mentions that may mean somebody else',
  blocking_rows: 'rows as only staff has them',
};

/** Sentences of the mail to the data-protection officer. */
export const digest = {
  subject: (counts: {
    readonly created: number;
    readonly due: number;
    readonly overdue: number;
    readonly attention: number;
  }): string => {
    const parts = [
      ...(counts.overdue > 0 ? [`${String(counts.overdue)} overdue`] : []),
      ...(counts.due > 0 ? [`${String(counts.due)} due soon`] : []),
      ...(counts.created > 0 ? [`${String(counts.created)} new`] : []),
      ...(counts.attention > 0 ? [`${String(counts.attention)} to look at`] : []),
    ];
    return `Erasure requests: ${parts.length === 0 ? 'a mail to check' : parts.join(', ')}`;
  },
  sections: {
    overdue: 'Overdue',
    due: 'Due soon',
    new: 'New since the last mail',
    attention: 'In need of a person',
    uncertain: 'Mails that may not have arrived',
  },
  entry: (
    id: string,
    receivedOn: string,
    dueOn: string,
    daysLeft: number,
    extended: boolean,
    customer: string | null,
  ): string =>
    `No. ${id}${customer === null ? '' : ` (${customer})`}: received ${date(receivedOn)}, due ${date(dueOn)}${extended ? ' (extended)' : ''}, ${left(daysLeft)}`,
  attention: (id: string, what: string, dueOn: string, customer: string | null): string =>
    `No. ${id}${customer === null ? '' : ` (${customer})`}: ${what}; due ${date(dueOn)}`,
  step: (step: string): string => steps[step] ?? step.replaceAll('_', ' '),
  uncertain: (at: string, requests: readonly string[], messageId: string): string =>
    `${at}: the server never said whether it took the mail${requests.length === 0 ? '' : ` about ${requests.length === 1 ? 'request' : 'requests'} ${requests.join(', ')}`} (${messageId})`,
  uncertainHint: 'They are not sent again by themselves. Please look at these requests.',
  summary: (open: number, overdue: number): string =>
    `${plural(open, 'request is', 'requests are')} pending in all${overdue > 0 ? `, ${String(overdue)} overdue` : ''}.`,
  where: 'All of them: belbo-erase list. One of them: belbo-erase show with its number.',
};
