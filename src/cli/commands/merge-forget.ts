import { BelboEraseError, ExitCode } from '../../errors.js';
import { forgetMerge } from '../../merge/forget-merge.js';
import type { Context } from '../context.js';
import type { CommandInput } from '../declarations.js';

/** Gives up what a lost key file has sealed of a merge, so that the person can be erased. */
export async function mergeForget(context: Context, { words, options }: CommandInput): Promise<ExitCode> {
  const [id = ''] = words;
  const { prompter, messages } = context;
  const { confirm } = options;
  if (typeof confirm !== 'string' && !prompter.canAsk) throw new BelboEraseError('CONFIRMATION_MISSING', { id });
  if (typeof confirm !== 'string') {
    const { wrap } = await import('../render/wrap.js');
    context.note(wrap(messages.merge.forgetWarning, context.io.stderr.columns ?? 80).join('\n'));
  }
  const typed = typeof confirm === 'string' ? confirm : await prompter.text(messages.merge.confirmForget(id));
  if (typed.trim() !== id) throw new BelboEraseError('CONFIRMATION_WRONG', { id });
  const record = await context.withSession(async (session) => forgetMerge(await session.erasure(), id));
  await context.print({
    json: { merge: record },
    tsv: { headers: ['id', 'survivor', 'merged'], rows: [[record.id, record.survivor, record.merged.join(',')]] },
    terminal: async ({ chalk, sign }) => `${chalk.green(sign.ok)} ${messages.merge.forgotten(id)}`,
  });
  return ExitCode.ok;
}
