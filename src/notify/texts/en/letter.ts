import type { RetentionClass } from '../../../data-map/schema.js';
import { date } from './dates.js';
import { cited, type Law } from './laws.js';

/** Sentences of the letters to customers. */
export const letter = {
  date,
  reference: (id: string, receivedOn: string): string => `Your request for erasure no. ${id} of ${date(receivedOn)}`,
  salutation: (name: string | null): string => (name === null ? 'Dear customer,' : `Dear ${name},`),
  closing: 'Yours sincerely',
  action: { delete: 'erased', mask: 'personal data erased', detach: 'no longer linked to you' },
  retentionClass: {
    receipt: 'invoices and receipts',
    ledger: 'books and annual accounts',
    business_letter: 'business letters',
  } satisfies Readonly<Record<RetentionClass, string>>,
  confirmation: {
    title: 'Your personal data has been erased',
    intro: (receivedOn: string, erasedOn: string, law: Law): string =>
      `On ${date(receivedOn)} we received your request to erase your personal data${cited(law.erasure)}. We erased it on ${date(erasedOn)}.`,
    erased: 'What was erased',
    headers: ['Data', 'Entries', 'What happened'],
    nothing: 'No entries about you were stored.',
    redacted: (count: number): string =>
      count === 1
        ? 'You were also mentioned in one entry about somebody else; that mention was removed.'
        : `You were also mentioned in ${String(count)} entries about other people; those mentions were removed.`,
    backups: {
      cleaned: 'Your data was removed from the copies in our exported files as well.',
      open: 'Copies in our exported files are still being cleaned.',
    },
    kept: 'What we must keep by law',
    keptIntro: (law: Law): string =>
      `We are not allowed to erase the following yet${cited(law.retention)}. It is restricted: only the owner and the accountant can see it, and it serves no other purpose. When the period is over, it is erased.`,
    keptHeaders: ['Data', 'Entries', 'Law', 'Kept until'],
    baseData: (until: string): string =>
      `Together with it we keep the base data that belongs to it, such as name and address, until ${date(until)}.`,
    nothingKept: (complete: boolean): string =>
      `No law obliges us to keep anything about you${complete ? ': nothing was kept' : ''}.`,
  },
  recipients: {
    heading: 'Whom we told',
    intro: (law: Law): string =>
      `Your data had been disclosed to the following recipients, who are told of the erasure${cited(law.notification)}:`,
    line: (name: string, purpose: string | null, state: string): string =>
      `${name}${purpose === null ? '' : ` (${purpose})`}: ${state}`,
    confirmed: (on: string): string => `confirmed the erasure on ${date(on)}`,
    asked: (on: string): string => `asked to erase the data on ${date(on)}`,
    notYet: 'will be asked to erase the data',
    impossible: 'telling them proved impossible',
    disproportionate: 'telling them would have involved disproportionate effort',
  },
  extension: {
    title: 'We need more time for your request',
    intro: (receivedOn: string, law: Law): string =>
      `On ${date(receivedOn)} we received your request to erase your personal data${cited(law.erasure)}.`,
    need: (dueOn: string, law: Law): string =>
      `We cannot fulfil it within one month and extend the period by two further months${cited(law.extension)}. You will have our answer on ${date(dueOn)} at the latest.`,
    reason: 'The reason for the delay',
  },
  refusal: {
    title: 'We cannot fulfil your request',
    intro: (receivedOn: string, law: Law): string =>
      `On ${date(receivedOn)} we received your request to erase your personal data${cited(law.erasure)}. We do not fulfil it.`,
    reason: 'The reason',
  },
  identity: {
    title: 'Please confirm who you are',
    intro: (receivedOn: string, law: Law): string =>
      `On ${date(receivedOn)} we received a request to erase personal data${cited(law.erasure)} in your name.`,
    doubt: (law: Law): string =>
      `We have reasonable doubts whether it came from you. So that nobody else can have your data erased, we ask you for further information before we go on${cited(law.identity)}.`,
    ways: 'One of the following is enough:',
    items: [
      'Write to us from the e-mail address you use for your appointments, and name your request number.',
      'Call us or come by, and tell us your customer number or the dates of your last appointments.',
    ],
    noCopy: 'Please do not send us a copy of your identity card: we do not need it.',
  },
  rights: {
    heading: 'Your rights',
    complaint:
      'You may lodge a complaint with a supervisory authority (Article 77 GDPR). The one responsible for us is:',
    elsewhere: 'You may also turn to the authority where you live or work.',
    remedy:
      'Independently of that you may go to court (Article 79 GDPR): where we are established, or where you have your habitual residence.',
  },
  swissRights: {
    heading: 'Your rights',
    complaint:
      'You may report us to the supervisory authority; where there are sufficient indications it investigates whether we violate data protection rules (Article 49 of the Swiss Federal Act on Data Protection, FADP):',
    elsewhere:
      'If you live or work in the EU and the GDPR applies to you, you may also turn to the authority there (Article 77 GDPR).',
    remedy: 'Independently of that you may demand the erasure in court (Article 32 FADP).',
  },
};
