/** Texts of the guided flow. */
export const guide = {
  process: {
    which: 'Which request? The most urgent comes first.',
    leave: 'Leave; the request can be resumed here',
    resume: (id: string): string => `When that is settled, go on with: belbo-erase process ${id}`,
    left: (id: string, status: string): string =>
      `Request ${id} is left as it stands (${status}). Go on with: belbo-erase process ${id}`,
    title: {
      hold: 'On hold',
      identity: 'Identity',
      plan: 'What would be erased',
      verify: 'Is anything left?',
      manual: 'By hand',
    },
    held: 'The request is on hold. What now?',
    release: 'Release it and go on',
    identity: 'How was the identity of whoever asked made sure of?',
    lookUp: 'Next the calendar is searched and a plan made; nothing is changed by that.',
    plan: 'Make the plan',
    manual: 'Some things no program can do: see the plan under “By hand”.',
    manualDone: 'All of that is done',
  },
};
