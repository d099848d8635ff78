import type { ExitCode } from '../errors.js';
import type { Context } from './context.js';
import type { CommandInput, CommandName } from './declarations.js';

/** A command: validates its input, works, prints, and returns the exit code. */
export type RunCommand = (context: Context, input: CommandInput) => Promise<ExitCode>;

const loaders: Readonly<Record<CommandName, () => Promise<RunCommand>>> = {
  list: async () => (await import('./commands/list.js')).list,
  show: async () => (await import('./commands/show.js')).show,
  add: async () => (await import('./commands/add.js')).add,
  duplicates: async () => (await import('./commands/duplicates.js')).duplicates,
  extend: async () => (await import('./commands/extend.js')).extend,
  reject: async () => (await import('./commands/reject.js')).reject,
  hold: async () => (await import('./commands/hold.js')).hold,
  withdraw: async () => (await import('./commands/withdraw.js')).withdraw,
  verify: async () => (await import('./commands/verify.js')).verify,
  merge: async () => (await import('./commands/merge.js')).merge,
  'merge list': async () => (await import('./commands/merge-list.js')).mergeList,
  'merge undo': async () => (await import('./commands/merge-undo.js')).mergeUndo,
  'merge forget': async () => (await import('./commands/merge-forget.js')).mergeForget,
  plan: async () => (await import('./commands/plan.js')).plan,
  erase: async () => (await import('./commands/erase.js')).erase,
  process: async () => (await import('./commands/process.js')).processRequest,
  run: async () => (await import('./commands/run.js')).run,
  'stubs list': async () => (await import('./commands/stubs-list.js')).stubsList,
  'stubs show': async () => (await import('./commands/stubs-show.js')).stubsShow,
  'stubs purge': async () => (await import('./commands/stubs-purge.js')).stubsPurge,
  scrub: async () => (await import('./commands/scrub.js')).scrub,
  'recipients list': async () => (await import('./commands/recipients-list.js')).recipientsList,
  'recipients confirm': async () => (await import('./commands/recipients-confirm.js')).recipientsConfirm,
  'recipients remind': async () => (await import('./commands/recipients-remind.js')).recipientsRemind,
  letter: async () => (await import('./commands/letter.js')).letter,
  notify: async () => (await import('./commands/notify.js')).notify,
  report: async () => (await import('./commands/report.js')).report,
  doctor: async () => (await import('./commands/doctor.js')).doctor,
  init: async () => (await import('./commands/init.js')).init,
  demo: async () => (await import('./commands/demo.js')).demo,
};

/** Loads a command's code: only the one that was called. */
export async function loadCommand(name: CommandName): Promise<RunCommand> {
  return loaders[name]();
}
