import { showStub, stubReaders } from '../../erasure/stubs.js';
import { BelboEraseError, ExitCode } from '../../errors.js';
import type { Context } from '../context.js';
import type { CommandInput } from '../declarations.js';
import { renderFacts } from '../render/facts.js';
import { stubState } from './stubs-list.js';

/** One stub. Its base data is for owner and accountant only, and every look is recorded. */
export async function stubsShow(context: Context, { words, options }: CommandInput): Promise<ExitCode> {
  const role = options['as'];
  const reader = stubReaders.find((each) => each === role) ?? null;
  if (role !== undefined && reader === null)
    throw new BelboEraseError('INVALID_OPTION', { option: '--as', valid: stubReaders.join(', ') });
  const { stub, baseData } = await context.withSession(async (session) =>
    showStub(await session.erasure(), words[0] ?? '', reader),
  );
  const { messages } = context;
  const standing = stubState(stub, await context.today());
  const { headers, state, restricted } = messages.stubs;
  const personal = (baseData ?? []).flatMap((record) =>
    Object.entries(record).map(([column, value]): [string, string | null] => [
      column,
      value === null ? null : String(value),
    ]),
  );
  await context.print({
    json: { stub: { ...stub, state: standing }, baseData },
    tsv: {
      headers: ['field', 'value'],
      rows: [['id', stub.id], ['request', stub.requestId], ['until', stub.until], ...personal],
    },
    terminal: async (style) => {
      const facts: [string, string | null][] = [
        [headers.request, stub.requestId],
        [headers.until, messages.date(stub.until)],
        [headers.state, state[standing]],
        ...stub.rows.map((each): [string, string] => [
          each.table,
          `${messages.rows(each.rows)}, ${each.basis}, ${messages.date(each.until)}`,
        ]),
        ...personal,
      ];
      return `${renderFacts(facts, style)}${baseData === null ? `\n\n${style.chalk.yellow(style.sign.warning)} ${restricted}` : ''}`;
    },
  });
  return ExitCode.ok;
}
