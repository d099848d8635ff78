import { plural } from './plural.js';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** What many commands say: statuses, dates, counts, progress. */
export const common = {
  error: 'Error',
  hint: 'Hint',
  unexpected: {
    message: (code: string): string => `An unexpected error (${code}).`,
    hint: 'Nothing half done was left behind. Run again with BELBO_ERASE_DEBUG=1 to see where, or run: belbo-erase doctor',
  },
  date: (iso: string): string =>
    `${String(Number(iso.slice(8, 10)))} ${months[Number(iso.slice(5, 7)) - 1] ?? ''} ${iso.slice(0, 4)}`,
  relative: (days: number): string =>
    days < -1
      ? `${String(-days)} days overdue`
      : days === -1
        ? 'overdue since yesterday'
        : days === 0
          ? 'today'
          : days === 1
            ? 'tomorrow'
            : `in ${String(days)} days`,
  left: (days: number): string =>
    days < 0 ? `${String(-days)} d late` : days === 0 ? 'today' : plural(days, 'day', 'days'),
  /** A score, with one decimal and its sign. */
  score: (value: number): string => `${value < 0 ? '−' : ''}${Math.abs(value).toFixed(1)}`,
  rows: (count: number): string => plural(count, 'row', 'rows'),
  more: (count: number): string => `… and ${String(count)} more; all of them with --json or in a pipe`,
  status: {
    open: 'new',
    in_progress: 'in progress',
    erased: 'erased',
    done: 'done',
    rejected: 'rejected',
    withdrawn: 'withdrawn',
  },
  channel: { online: 'online', staff: 'staff' },
  step: {
    erase: 'erase',
    residue: 'verify residue',
    bytes: 'clean the file',
    manual: 'manual steps',
    backups: 'scrub backups',
    recipients: 'recipients',
    letter: 'answer the customer',
  } as Readonly<Record<string, string>>,
  action: { delete: 'delete', detach: 'detach', keep: 'keep', mask: 'mask', block: 'block' },
  yes: 'yes',
  keys: { navigate: 'move', select: 'choose' },
  password: (user: string, database: string): string => `Password of ${user} for ${database}:`,
  progress: {
    stage: {
      match: 'comparing customers',
      'mention-scan': 'searching for mentions',
      erase: 'erasing',
      'residue-scan': 'searching for residue',
      'byte-proof': 'searching the file',
      compare: 'comparing records',
      vacuum: 'rebuilding the file without free pages',
      generate: 'inventing customers',
      scrub: 'searching the backups',
    },
    start: (stage: string): string => `${stage} …`,
    end: (stage: string, done: string): string => `${stage}: ${done}`,
  },
};
