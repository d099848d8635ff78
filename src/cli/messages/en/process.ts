import { plural } from './plural.js';

/** Texts of the guided flow. */
export const guide = {
  process: {
    which: 'Which request? The most urgent comes first.',
    leave: 'Leave; the request can be resumed here',
    later: 'Later; go on with the next step',
    resume: (id: string): string => `When that is settled, go on with: belbo-erase process ${id}`,
    left: (id: string, status: string): string =>
      `Request ${id} is left as it stands (${status}). Go on with: belbo-erase process ${id}`,
    leftErased: (id: string, steps: string): string =>
      `Request ${id} is erased; still open: ${steps}. Go on with: belbo-erase process ${id}`,
    title: {
      hold: 'On hold',
      identity: 'Identity',
      duplicates: 'Is the person in the calendar twice?',
      plan: 'What would be erased',
      verify: 'Is anything left?',
      manual: 'By hand',
      backups: 'Backups',
      recipients: 'Recipients (Art. 19 GDPR)',
      letter: 'Answer to the customer',
    },
    held: 'The request is on hold. What now?',
    release: 'Release it and go on',
    identity: 'How was the identity of whoever asked made sure of?',
    blocked: 'That is to be settled first. What now?',
    lookAgain: 'It is settled: look again',
    force: 'Erase the customer record all the same; the login stays',
    typeLogin: (login: string): string => `To go on, type the login (${login}):`,
    otherLogin: 'That is another login.',
    duplicates: (count: number): string =>
      count === 1
        ? 'One record may be the same person. Nothing is erased before that is decided.'
        : `${String(count)} records may be the same person. Nothing is erased before that is decided.`,
    review: 'Look at them side by side, and decide',
    noDuplicates: 'There is no record left to decide about.',
    lookUp: 'Next the calendar is searched and a plan made; nothing is changed by that.',
    stale: 'The calendar has changed since the plan was made. Nothing was erased.',
    plan: 'Make the plan',
    residue: 'Something of the person is still there. What now?',
    manual: 'These things no program can do.',
    manualDone: 'All of that is done',
    backups: (count: number, first: boolean): string =>
      first
        ? `The person may be in ${plural(count, 'backup', 'backups')}.`
        : `${plural(count, 'backup still waits', 'backups still wait')}. What now?`,
    scrub: 'Remove the person from them',
    scrubAgain: 'That is seen to: search again',
    recipient: (name: string): string => `What about ${name}?`,
    askedOn: (date: string): string => `Last asked on ${date}.`,
    link: (id: string): string => `A link that opens this in a mail program: belbo-erase recipients remind ${id}`,
    send: 'Mail the message now',
    confirmed: 'It has confirmed the erasure',
    impossible: 'Telling it is impossible',
    disproportionate: 'Telling it would be disproportionate',
    whyNot: 'For what reason? (It is kept as proof; name nobody here.)',
    letter: 'What about the letter?',
    sendLetter: 'Mail it now',
    saveLetter: 'Save it to be printed',
    letterFile: (id: string): string => `letter-${id}.html`,
    fileName: (name: string): string => `File (Enter: ${name}):`,
    posted: 'It went by post or was handed over',
  },
};
