import { BelboEraseError } from '../errors.js';
import type { CommandName } from './declarations.js';
import { requestFields } from './render/request.js';

const plan = [
  'request',
  'map',
  'fingerprint',
  'records',
  'tables',
  'kept',
  'mentions',
  'sharedRows',
  'blockers',
  'manual',
  'missingIndexes',
] as const;

/** Fields of `scrub --status`. */
const statusFields = ['backups', 'requests'] as const;

/**
 * Fields that `--json` can choose, of each command's document or of the entries of its list. Known beforehand, so that a
 * misspelt one is refused before anything is erased.
 */
export const jsonFields = {
  list: requestFields,
  show: [...requestFields, 'deadline', 'handling', 'erasure', 'events'],
  add: ['request', 'joined'],
  extend: ['request'],
  reject: ['request'],
  hold: ['request'],
  withdraw: ['request'],
  verify: ['request'],
  duplicates: ['subject', 'candidates', 'crowded', 'left'],
  merge: ['dryRun', 'plans', 'merges', 'decided', 'undecided'],
  'merge list': ['id', 'requestId', 'survivor', 'merged', 'holder', 'mergedAt', 'who', 'undoneAt', 'forgotten', 'rows'],
  'merge undo': ['merge'],
  'merge forget': ['merge'],
  plan,
  erase: ['request', 'status', 'erased', 'kept', 'stub', 'redacted', 'residue', 'openSteps'],
  process: ['request'],
  run: [
    'dryRun',
    'planned',
    'plannedBackups',
    'processed',
    'attention',
    'failed',
    'waiting',
    'notBegun',
    'backups',
    'interrupted',
  ],
  'stubs list': ['stubs'],
  'stubs show': ['stub', 'baseData'],
  'stubs purge': ['dryRun', 'tables', 'stubs', 'purged', 'failed', 'notBegun'],
  scrub: ['dryRun', 'files', 'totals', 'problems', 'reviews', 'residue', 'requests'],
  'recipients list': ['recipients'],
  'recipients confirm': ['request', 'recipient', 'outcome', 'status', 'openSteps'],
  'recipients remind': ['request', 'messages'],
  letter: ['request', 'kind', 'format', 'lang', 'title', 'text', 'addressed', 'file', 'sent', 'status', 'openSteps'],
  notify: ['dryRun', 'sent', 'subject', 'text', 'notices', 'uncertain'],
  report: [
    'period',
    'misdated',
    'received',
    'done',
    'onTime',
    'late',
    'undated',
    'averageDays',
    'extended',
    'refused',
    'withdrawn',
    'pending',
    'overdue',
    'months',
    'durations',
    'retained',
    'expired',
    'openSteps',
    'requests',
  ],
  doctor: ['ok', 'checks'],
  init: ['keyFile', 'migrations', 'config'],
  demo: [],
} as const satisfies Readonly<Record<CommandName, readonly string[]>>;

/**
 * Refuses fields that the command's document will not have.
 * @throws BelboEraseError `UNKNOWN_FIELD`
 */
export function checkJsonFields(
  chosen: readonly string[],
  command: CommandName,
  options: Readonly<Record<string, unknown>>,
): void {
  // A dry run of an erasure prints its plan.
  const valid: readonly string[] =
    command === 'scrub' && options['status'] === true
      ? statusFields
      : jsonFields[command === 'erase' && options['dryRun'] === true ? 'plan' : command];
  const field = chosen.find((each) => !valid.includes(each));
  if (field !== undefined) throw new BelboEraseError('UNKNOWN_FIELD', { field, valid: valid.join(', ') });
}
