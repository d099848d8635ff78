import { date, plural } from './dates.js';

const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Texts of the accountability report. */
export const report = {
  date,
  title: 'Erasure requests: accountability report',
  law: 'Article 5(2) of the General Data Protection Regulation (GDPR)',
  period: (from: string, to: string): string => `Requests received from ${date(from)} to ${date(to)}`,
  asOf: (day: string): string => `As of ${date(day)}`,
  month: (month: string): string => `${monthNames[Number(month.slice(5, 7)) - 1] ?? ''} ${month.slice(2, 4)}`,
  number: (value: number): string => String(value),
  figures: {
    received: 'Received',
    done: 'Done',
    onTime: 'Done on time',
    late: 'Done late',
    averageDays: 'Average days until done',
    extended: 'Extended',
    refused: 'Refused',
    withdrawn: 'Withdrawn',
    pending: 'Pending',
    overdue: 'Pending and overdue',
  },
  share: (part: number, whole: number): string => `${String(part)} of ${String(whole)}`,
  undated: (count: number): string =>
    `Of ${plural(count, 'request', 'requests')} that the calendar calls done it is not known when: ${count === 1 ? 'it was' : 'they were'} not closed with this tool, or together with another one of the same person.`,
  misdated: (ids: readonly string[]): string =>
    `Not counted: the stored day of receipt of ${ids.length === 1 ? 'request' : 'requests'} ${ids.join(', ')} is missing or cannot be right (before 25 May 2018, or in the future). Correct it in the calendar.`,
  charts: {
    months: 'Requests by month of receipt, and what became of them',
    month: 'Month',
    durations: 'Days from receipt until done',
    days: 'Days',
    requests: 'Requests',
  },
  duration: (from: number, to: number | null): string =>
    to === null ? `more than ${String(from - 1)}` : `${String(from)} to ${String(to)}`,
  retained: {
    heading: 'Kept by law',
    intro: 'Retention stubs that have not been purged, by the year in which the last of their periods ends.',
    headers: ['Until the end of', 'Stubs', 'Entries'],
    none: 'Nothing is retained.',
    expired: (count: number): string =>
      `The time of ${plural(count, 'stub', 'stubs')} is over: purge ${count === 1 ? 'it' : 'them'} with belbo-erase stubs purge.`,
  },
  open: {
    heading: 'Still open after the erasure',
    headers: ['Step', 'Requests', 'Numbers'],
    none: 'Nothing is open: backups, recipients and letters are all done.',
    step: {
      residue: 'verification',
      bytes: 'database file',
      manual: 'manual steps',
      backups: 'backups',
      recipients: 'recipients (Art. 19)',
      letter: 'answer to the customer',
    } as Readonly<Record<string, string>>,
  },
  note: 'This report holds no data of customers. It counts requests by the day of receipt and tells what had become of them on the day above. Deadlines follow Art. 12(3) GDPR and Regulation (EEC, Euratom) 1182/71.',
};
