import { executePurge, type PurgeOutcome } from '../../erasure/execute-purge.js';
import { planPurge, type PurgePlan } from '../../erasure/plan-purge.js';
import type { ErasureSession } from '../../erasure/session.js';
import { BelboEraseError, ExitCode } from '../../errors.js';
import type { Context } from '../context.js';
import type { CommandInput } from '../declarations.js';
import { escapeText } from '../render/escape.js';
import { failureText } from '../render/failure-text.js';

/**
 * Purges, and tells of each stub that is left, in a pipe as well.
 * @throws what the first stub failed for, when nothing could be purged at all
 */
async function purge(
  { messages, note, show }: Context,
  session: ErasureSession,
  plan: PurgePlan,
): Promise<PurgeOutcome> {
  const done = await executePurge(session, plan);
  const { stub, notBegun, staying } = messages.stubs;
  const [first] = done.failed;
  if (first !== undefined && done.failed.length + done.notBegun.length === plan.stubs.length) throw first.cause;
  for (const failure of done.failed) show(escapeText(stub(failure.id, failureText(failure, messages))));
  for (const id of done.notBegun) show(escapeText(stub(id, notBegun)));
  if (done.staying > 0) note(staying(done.staying));
  return done;
}

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
    return { plan: due, done: await purge(context, await session.erasure(), due) };
  });
  await context.print({
    json: {
      dryRun,
      tables: plan.tables,
      stubs: plan.stubs.map((stub) => stub.id),
      purged: done === null ? null : { stubs: done.stubs, rows: done.rows, staying: done.staying },
      failed: (done?.failed ?? []).map(({ id, error }) => ({ id, error })),
      notBegun: done?.notBegun ?? [],
    },
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
  return done !== null && done.failed.length > 0 ? ExitCode.incomplete : ExitCode.ok;
}
