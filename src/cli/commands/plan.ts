import type { ErasurePlan } from '../../erasure/plan.js';
import { ExitCode } from '../../errors.js';
import type { Context } from '../context.js';
import type { CommandInput } from '../declarations.js';
import { jsonFields } from '../json-fields.js';
import { renderPlan } from '../render/plan.js';

/** A plan as the JSON contract has it. */
export function planJson(plan: ErasurePlan): Readonly<Record<string, unknown>> {
  const { requestId, ...rest } = plan;
  return { request: requestId, ...rest };
}

function planRows(plan: ErasurePlan): (string | number)[][] {
  return [
    ...plan.tables.map((each) => [plan.requestId, each.action, each.table, '', each.rows]),
    ...plan.kept.map((each) => [plan.requestId, 'retain', each.table, `${each.basis} ${each.until}`, each.rows]),
    ...plan.mentions.map((each) => [plan.requestId, 'redact', each.table, each.column, each.rows]),
    ...plan.blockers.map((each) => [plan.requestId, 'blocker', each.table ?? '', each.code, each.rows]),
  ];
}

/** Shows what erasures would do; changes nothing. */
export async function plan(context: Context, { words }: CommandInput): Promise<ExitCode> {
  const prepared = await context.withSession(async (session) => {
    const { planErasures } = await import('../../erasure/plan-erasure.js');
    return planErasures(await session.erasure(), [...new Set(words)]);
  });
  const plans = prepared.map((each) => each.plan);
  const [first] = plans;
  await context.print({
    // One request: the plan itself; several: a list of them.
    ...(plans.length === 1 && first !== undefined
      ? { json: planJson(first) }
      : { json: { plans: plans.map(planJson) }, jsonList: { key: 'plans', fields: jsonFields.plan } }),
    tsv: { headers: ['request', 'what', 'table', 'detail', 'rows'], rows: plans.flatMap(planRows) },
    terminal: async (style) =>
      (
        await Promise.all(prepared.map(async (each) => renderPlan(each, context.messages, context.language, style)))
      ).join('\n\n'),
  });
  return plans.some((each) => each.blockers.length > 0) ? ExitCode.blocked : ExitCode.ok;
}
