import { executePurge, planPurge } from '../../erasure/stubs.js';
import { BelboEraseError, ExitCode } from '../../errors.js';
import type { Context } from '../context.js';
import type { CommandInput } from '../declarations.js';
import { escapeText } from '../render/escape.js';

/** Erases what need not be kept any longer. */
export async function stubsPurge(context: Context, { options }: CommandInput): Promise<ExitCode> {
  const { messages, prompter } = context;
  const dryRun = options['dryRun'] === true;
  const { plan, done } = await context.withSession(async (session) => {
    const due = await planPurge(await session.erasure());
    if (dryRun || due.stubs.length === 0) return { plan: due, done: null };
    const given = options['confirm'];
    if (given === undefined && !prompter.canAsk) throw new BelboEraseError('CONFIRMATION_MISSING', { id: 'purge' });
    const typed = given ?? (await prompter.text(messages.stubs.confirmPurge));
    if (typed !== 'purge') throw new BelboEraseError('CONFIRMATION_WRONG', { id: 'purge' });
    return { plan: due, done: await executePurge(await session.erasure(), due) };
  });
  await context.print({
    json: { dryRun, tables: plan.tables, stubs: plan.stubs.map((stub) => stub.id), purged: done },
    tsv: { headers: ['table', 'rows'], rows: plan.tables.map((each) => [each.table, each.rows]) },
    terminal: async ({ chalk, sign }) => {
      const tables = plan.tables.map((each) => `${sign.bullet} ${escapeText(each.table)}: ${messages.rows(each.rows)}`);
      const end =
        plan.stubs.length === 0
          ? messages.stubs.nothingDue
          : done === null
            ? messages.erase.dryRun
            : `${chalk.green(sign.ok)} ${messages.stubs.purged(done.stubs, done.rows)}`;
      return [...tables, end].join('\n');
    },
  });
  return ExitCode.ok;
}
