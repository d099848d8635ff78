import { ExitCode } from '../../errors.js';
import type { Context } from '../context.js';
import { escapeText } from '../render/escape.js';
import { checkSetup } from '../setup.js';

/** Checks connection, set-up and data map; the exit code is that of an invalid configuration when anything is wrong. */
export async function doctor(context: Context): Promise<ExitCode> {
  const { messages } = context;
  const checks = await checkSetup(await context.openOptions());
  const errors = checks.filter((check) => check.level === 'error');
  const warnings = checks.filter((check) => check.level === 'warning');
  await context.print({
    json: { ok: errors.length === 0, checks },
    tsv: {
      headers: ['level', 'code', 'path', 'detail'],
      rows: checks.flatMap((check) => [
        [check.level, check.code, '', JSON.stringify(check.params)],
        ...check.findings.map((each) => [check.level, each.code, each.path, JSON.stringify(each.params)]),
      ]),
    },
    terminal: async ({ chalk, sign }) => {
      const signs = { ok: chalk.green(sign.ok), warning: chalk.yellow(sign.warning), error: chalk.red(sign.error) };
      const known = messages.errors as Readonly<Record<string, { message: (params: never) => string }>>;
      const lines = checks.flatMap((check) => {
        // A check may be an error of its own, such as a missing key file.
        const text =
          known[check.code]?.message(check.params as never) ?? messages.doctor.check(check.code, check.params);
        return [
          `${signs[check.level]} ${escapeText(text)}`,
          ...check.findings.map((each) => escapeText(`    ${each.path}: ${messages.finding(each.code, each.params)}`)),
        ];
      });
      const count = errors.length + warnings.length;
      return [...lines, '', count === 0 ? messages.doctor.fine : messages.doctor.notFine(count)].join('\n');
    },
  });
  return errors.length === 0 ? ExitCode.ok : ExitCode.configuration;
}
