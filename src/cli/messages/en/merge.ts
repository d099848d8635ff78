import { plural } from './plural.js';

type Named = Readonly<Record<string, string>>;

/** Texts of the review of duplicates and of merging. */
export const merge = {
  title: (at: number, of: number, id: string): string =>
    `Request ${id}: record ${String(at)} of ${String(of)} that may be the same person`,
  record: (key: string): string => `Record ${key}`,
  own: (key: string): string => `Record ${key} (of the request)`,
  score: (score: string, band: string): string => `Score ${score}: ${band}`,
  outdated: 'Decided before, but the records have changed since: please look again.',
  hanging: (rows: readonly string[], visit: string | null): string =>
    [...rows, visit === null ? 'never been here' : `last visit ${visit}`].join(', '),
  hangs: 'Hangs on it',
  decided: (verdict: string): string => `Decided: ${verdict}`,
  verdict: { same: 'same person, to be erased too', different: 'different person', undecided: 'undecided' } as Named,
  question: 'Are these one person?',
  keys: {
    m: 'merge',
    e: 'erase too',
    d: 'different person',
    s: 'skip',
    p: 'previous',
    q: 'quit',
  },
  changed: 'The calendar has changed one of the two records meanwhile. Here it is again:',
  gone: (key: string): string => `The calendar has deleted record ${key} meanwhile.`,
  field: {
    number: 'Customer number',
    given_name: 'Given name',
    family_name: 'Family name',
    birth_name: 'Birth name',
    birth_date: 'Birth date',
    emails: 'E-mail',
    phones: 'Phone',
    street: 'Street',
    postal_code: 'Postal code',
    city: 'City',
    country: 'Country',
  } as Named,
  fields: (count: number): string =>
    `${plural(count, 'field differs', 'fields differ')}. What the merged record will hold:`,
  fieldHeaders: { no: 'No.', field: 'Field', result: 'Result', reason: 'Because' },
  reason: {
    chosen: 'chosen',
    fuller: 'fuller',
    verified: 'verified',
    newer: 'newer',
    stricter_consent: 'stricter consent',
    both_texts: 'both texts',
    survivor: 'of the record that stays',
  } as Named,
  fieldsQuestion: 'Merge it so?',
  /** The key for yes. */
  yesKey: 'y',
  fieldsKeys: { y: 'yes', c: 'change a field', n: 'no, back' },
  whichField: 'Which field?',
  keepA: (value: string): string => `keep A: ${value}`,
  keepB: (value: string): string => `keep B: ${value}`,
  type: 'type another value',
  typeIt: 'Value:',
  empty: '(empty)',
  collision: (table: string): string => `${table}: only one row of a kind can stay. Which?`,
  keepOwn: 'that of the record that stays',
  keepOther: 'that of the other record',
  moves: 'What happens',
  rowHeaders: { table: 'Table', key: 'Row', action: 'What', reason: 'Why' },
  action: { move: 'moves', change: 'changes', drop: 'goes' } as Named,
  why: {
    reference: 'belongs to the merged record',
    value: 'value',
    collision: 'only one of a kind may stay',
    record: 'the record itself',
    orphan: 'nobody uses it any more',
  } as Named,
  undecided: (tables: string): string => `Not decided yet: ${tables} (--collision TABLE=survivor or TABLE=duplicate)`,
  done: (survivor: string, merged: string, id: number): string =>
    `Record ${merged} is merged into ${survivor} (merge ${String(id)}).\nUndo with: belbo-erase merge undo ${String(id)}`,
  confirm: (survivor: string): string => `To merge, type the key of the record that stays (${survivor}):`,
  confirmUndo: (id: string): string => `To undo the merge, type its number (${id}):`,
  undone: (id: string, records: string): string =>
    `Merge ${id} is undone: ${plural(records.split(', ').length, 'record', 'records')} ${records} as before.`,
  forgetWarning:
    'What was sealed of this merge is destroyed: it can never be undone, and where only the merged records were named otherwise (an old e-mail, another spelling) nobody will find the person any more.',
  confirmForget: (id: string): string => `To give the merge up, type its number (${id}):`,
  forgotten: (id: string): string =>
    `Merge ${id} is given up. The erasure goes on without what the merged records held; look through the calendar and the backups by hand.`,
  kept: 'Stopped. What has been decided so far stays decided.',
  nothing: 'No record that may be the same person is undecided.',
  left: (keys: string): string => `Still undecided: ${keys}.`,
  listHeaders: {
    id: 'No.',
    survivor: 'Stays',
    merged: 'Merged',
    at: 'When',
    who: 'Who',
    rows: 'Rows',
    undone: 'Undone',
  },
  none: 'No merges.',
};
