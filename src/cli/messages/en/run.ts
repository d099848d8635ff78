/** Texts of the batch run. */
export const run = {
  run: {
    planned: 'would be erased',
    answered: (id: string): string => `answered together with ${id}`,
    waiting: (date: string, time: string): string => `cooling off until ${date} ${time}`,
    notBegun: 'not begun: the run was stopped',
    summary: (done: number, attention: number, failed: number): string =>
      [
        done === 0 ? 'Nothing to erase' : `${String(done)} dealt with`,
        ...(attention > 0 ? [`${String(attention)} for a person`] : []),
        ...(failed > 0 ? [`${String(failed)} failed`] : []),
      ].join(', '),
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
      future_appointments: 'future appointments',
      unused_vouchers: 'a voucher with a balance',
    } as Readonly<Record<string, string>>,
  },
};
