/** Texts of the batch run. */
export const run = {
  run: {
    planned: 'would be erased',
    answered: (id: string): string => `answered together with ${id}`,
    waiting: (date: string, time: string): string => `cooling off until ${date} ${time}`,
    notBegun: 'not begun: the run was stopped',
    summary: (done: number, attention: number, failed: number, dryRun: boolean): string =>
      [
        done === 0 ? 'Nothing to erase' : `${String(done)} ${dryRun ? 'would be erased' : 'dealt with'}`,
        ...(attention > 0 ? [`${String(attention)} for a person`] : []),
        ...(failed > 0 ? [`${String(failed)} failed`] : []),
      ].join(', '),
    backups: (text: string): string => `Backups: ${text}`,
    plannedBackups: (files: number): string =>
      files === 1 ? '1 file would be searched' : `${String(files)} files would be searched`,
    stopped: 'stopped; the next run goes on',
    reason: {
      hold: 'on hold',
      identity_unverified: 'the identity is not made sure of yet (belbo-erase verify)',
      customer_unknown: 'no customer record behind it',
      undecided_duplicates: 'possible duplicates are undecided (belbo-erase duplicates)',
      staff_login: 'also a member of staff',
      last_owner_login: 'the last owner of the calendar',
      ceiling: 'more rows than the ceiling allows (belbo-erase plan)',
      uncertain_mentions: 'mentions that may mean somebody else',
      blocking_rows: 'rows as only staff has them',
      sealed_merges: 'merged records, sealed with another key file (belbo-erase plan)',
      backups: 'the backups are not all searched yet',
      backup_review: 'records in backups wait for a decision (belbo-erase scrub)',
      backup_problem: 'a backup could not be scrubbed (belbo-erase scrub --status)',
      backup_vanished: 'a backup is not there any more (belbo-erase scrub --status)',
      backups_failed: 'erased, but the backups could not be scrubbed; the next run tries again',
      identifiers_lost: 'the sealed identifiers cannot be read: another key file (belbo-erase scrub)',
    } as Readonly<Record<string, string>>,
  },
};
