import { plural } from './plural.js';

/** Texts of recipients, letter and notify. */
export const telling = {
  recipients: {
    none: 'No recipients are on any checklist.',
    headers: {
      request: 'Request',
      recipient: 'Recipient',
      state: 'State',
      asked: 'Asked',
      settled: 'Answered',
      purpose: 'Purpose',
    },
    state: {
      planned: 'when erased',
      open: 'open',
      confirmed: 'erased',
      impossible: 'impossible',
      disproportionate: 'disproportionate',
    },
    settled: (recipient: string, id: string): string => `${recipient} is off the checklist of request ${id}.`,
    noneLeft: (id: string): string => `Nobody is left to be told of request ${id}.`,
    done: (id: string): string => `Request ${id} is done.`,
    to: (recipient: string, email: string | null): string =>
      email === null ? `${recipient} (no e-mail address in the configuration)` : `${recipient} <${email}>`,
    sent: (recipient: string): string => `Mailed to ${recipient}.`,
    sentBefore: (recipient: string, at: string): string =>
      `${recipient} was asked today already (${at}); not sent again. With --again it is.`,
    noAddress: (recipient: string): string =>
      `${recipient} has no e-mail address in the configuration; nothing was sent.`,
    nameless: 'The message cannot say who is meant: the sealed identifiers are gone, or the key file is another one.',
    link: 'Opens in a mail program:',
  },
  letter: {
    written: (path: string): string => `Written to ${path}, readable by you alone.`,
    sent: (id: string): string => `The letter of request ${id} was mailed.`,
    sentBefore: (at: string): string => `It was mailed on ${at} already; not sent again. With --again it is.`,
    posted: (id: string): string => `Noted: the letter of request ${id} was posted or handed over.`,
    neutral: 'Nobody knows any more who the customer was: the letter has no name and no address.',
  },
  report: { more: 'With charts and details: --format html --out report.html' },
  notify: {
    nothing: 'There is nothing new to tell.',
    sent: (count: number, to: string): string => `Mailed ${plural(count, 'notice', 'notices')} to ${to}.`,
    uncertain: (count: number): string =>
      `${plural(count, 'mail', 'mails')} may not have arrived: a run died, or the server never answered. The mail says which.`,
    dryRun: 'Dry run: nothing was sent.',
  },
};
