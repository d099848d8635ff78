import { BelboEraseError, ExitCode } from '../../errors.js';
import { undoMerge } from '../../merge/undo-merge.js';
import type { Context } from '../context.js';
import type { CommandInput } from '../declarations.js';

/** Takes a merge back, row by row as it was. */
export async function mergeUndo(context: Context, { words, options }: CommandInput): Promise<ExitCode> {
  const [id = ''] = words;
  const { prompter, messages } = context;
  const { confirm } = options;
  if (typeof confirm !== 'string' && !prompter.canAsk) throw new BelboEraseError('CONFIRMATION_MISSING', { id });
  const typed = typeof confirm === 'string' ? confirm : await prompter.text(messages.merge.confirmUndo(id));
  if (typed.trim() !== id) throw new BelboEraseError('CONFIRMATION_WRONG', { id });
  const record = await context.withSession(async (session) => undoMerge(await session.erasure(), id));
  await context.print({
    json: { merge: record },
    tsv: { headers: ['id', 'survivor', 'merged'], rows: [[record.id, record.survivor, record.merged.join(',')]] },
    terminal: async ({ chalk, sign }) =>
      `${chalk.green(sign.ok)} ${messages.merge.undone(id, record.merged.join(', '))}`,
  });
  return ExitCode.ok;
}
