import { listStubs, type StubSummary } from '../../erasure/stubs.js';
import { ExitCode } from '../../errors.js';
import type { Context } from '../context.js';
import type { CommandInput } from '../declarations.js';
import { renderTable } from '../render/table.js';

/** Where a stub stands, as of today. */
export function stubState(stub: StubSummary, today: string): 'running' | 'expired' | 'purged' {
  if (stub.purgedAt !== null) return 'purged';
  return stub.until < today ? 'expired' : 'running';
}

const rowsOf = (stub: StubSummary): number => stub.rows.reduce((sum, each) => sum + each.rows, 0);
const basisOf = (stub: StubSummary): string => [...new Set(stub.rows.map((each) => each.basis))].join('; ');

/** Retention stubs, without base data. */
export async function stubsList(context: Context, { options }: CommandInput): Promise<ExitCode> {
  const all = await context.withSession(async ({ db }) => listStubs(db));
  const today = await context.today();
  const stubs = options['expired'] === true ? all.filter((stub) => stubState(stub, today) === 'expired') : all;
  const { headers, state, none } = context.messages.stubs;
  await context.print({
    json: { stubs: stubs.map((stub) => ({ ...stub, state: stubState(stub, today) })) },
    tsv: {
      headers: ['id', 'request', 'until', 'rows', 'basis', 'state'],
      rows: stubs.map((stub) => [
        stub.id,
        stub.requestId,
        stub.until,
        rowsOf(stub),
        basisOf(stub),
        stubState(stub, today),
      ]),
    },
    terminal: async ({ width, chalk }) =>
      stubs.length === 0
        ? none
        : renderTable(
            [
              { header: headers.id, align: 'right' },
              { header: headers.request, align: 'right' },
              { header: headers.until },
              { header: headers.rows, align: 'right' },
              { header: headers.state },
              { header: headers.basis, shrink: 1 },
            ],
            stubs.map((stub) =>
              [
                stub.id,
                stub.requestId,
                context.messages.date(stub.until),
                rowsOf(stub),
                state[stubState(stub, today)],
                basisOf(stub),
              ].map((text) => ({ text: String(text) })),
            ),
            { width, chalk, more: context.messages.more },
          ),
  });
  return ExitCode.ok;
}
