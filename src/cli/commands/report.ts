import { resolve } from 'node:path';
import { listStubs } from '../../erasure/stubs.js';
import { BelboEraseError, ExitCode } from '../../errors.js';
import {
  computeFigures,
  isDated,
  type Period,
  type ReportFigures,
  type ReportRequest,
} from '../../notify/report/figures.js';
import { renderCsv } from '../../notify/report/render-csv.js';
import { factsOf, notesOf, renderReport } from '../../notify/report/render-report.js';
import { textsIn } from '../../notify/texts/texts.js';
import { isDay, localDay } from '../../requests/days.js';
import { readQueue } from '../../requests/read-queue.js';
import { compareIds, askedOn } from '../../requests/request.js';
import type { Context } from '../context.js';
import type { CommandInput } from '../declarations.js';
import { renderFacts } from '../render/facts.js';
import { queueOf, type Session } from '../session.js';
import { writePrivately } from '../write-privately.js';

const formats = ['html', 'csv', 'json'] as const;

interface Wish {
  readonly period: Partial<Period>;
  readonly format: (typeof formats)[number] | null;
  readonly out: string | null;
}

const isDate = (value: unknown): value is string => typeof value === 'string' && isDay(value);

function parse({ io }: Context, { options }: CommandInput): Wish {
  const { from, to, format, out } = options;
  if (from !== undefined && !isDate(from))
    throw new BelboEraseError('INVALID_OPTION', { option: '--from', valid: 'YYYY-MM-DD' });
  if (to !== undefined && (!isDate(to) || (from !== undefined && to < from)))
    throw new BelboEraseError('INVALID_OPTION', {
      option: '--to',
      valid: `YYYY-MM-DD${from === undefined ? '' : `, >= ${from}`}`,
    });
  const path = typeof out === 'string' ? resolve(io.cwd, out) : null;
  const found = formats.find((each) => each === format);
  if (format !== undefined && found === undefined)
    throw new BelboEraseError('INVALID_OPTION', { option: '--format', valid: formats.join(', ') });
  return {
    period: { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) },
    format: found ?? formats.find((each) => path?.endsWith(`.${each}`)) ?? null,
    out: path,
  };
}

/** Days on which requests were closed, by id: done by our own record, refused and withdrawn by the history. */
async function readClosed({ db, config }: Session): Promise<ReadonlyMap<string, string>> {
  const rows = await db.all(
    `select request_id, completed_at as at from belbo_erase_erasures where completed_at is not null
     union all select request_id, at from belbo_erase_events where event in ('rejected', 'withdrawn')`,
  );
  return new Map(rows.map((row) => [String(row['request_id']), localDay(String(row['at']), config.timeZone)]));
}

async function readRequests(session: Session): Promise<ReportRequest[]> {
  const closed = await readClosed(session);
  const entries = await readQueue(queueOf(session), { closed: true });
  const requests = entries.map((entry): ReportRequest => {
    const { request, dueOn, extended } = entry;
    const { id, status, openSteps } = request;
    return { id, status, receivedOn: askedOn(entry), dueOn, extended, closedOn: closed.get(id) ?? null, openSteps };
  });
  return requests.sort(
    (a, b) => (a.receivedOn < b.receivedOn ? -1 : a.receivedOn > b.receivedOn ? 1 : 0) || compareIds(a.id, b.id),
  );
}

async function gather(
  session: Session,
  period: Partial<Period>,
): Promise<{ figures: ReportFigures; requests: ReportRequest[] }> {
  const all = await readRequests(session);
  const stubs = (await listStubs(session.db)).map(({ until, rows, purgedAt }) => ({
    until,
    rows: rows.reduce((sum, each) => sum + each.rows, 0),
    purged: purgedAt !== null,
  }));
  const figures = computeFigures(all, stubs, period, session.today);
  const { from, to } = figures.period;
  const isCounted = (each: ReportRequest): boolean =>
    isDated(each, session.today) && each.receivedOn >= from && each.receivedOn <= to;
  return { figures, requests: all.filter(isCounted) };
}

/**
 * The accountability report (Art. 5(2) GDPR): what became of the requests of a period, what is retained, what is open. It holds numbers
 * of requests and days, and nothing of customers.
 */
export async function report(context: Context, input: CommandInput): Promise<ExitCode> {
  const wish = parse(context, input);
  const { figures, requests } = await context.withSession(async (session) => gather(session, wish.period));
  const { language, settings, io, messages } = context;
  const today = await context.today();
  const { controller } = await context.config();
  const asJson = settings.json !== null || wish.format === 'json';
  if (wish.out === null && (asJson || (wish.format === null && io.stdout.isTTY === true))) {
    const { report: texts } = textsIn(language);
    const view = {
      json: { ...figures, requests },
      tsv: { headers: [], rows: [] },
      terminal: async (style: Parameters<typeof renderFacts>[1]): Promise<string> =>
        `${style.chalk.bold(texts.title)}\n${texts.period(figures.period.from, figures.period.to)}\n\n${renderFacts(factsOf(figures, texts), style)}\n\n${[...notesOf(figures, texts), messages.report.more].join('\n')}`,
    };
    if (settings.json !== null || wish.format === null) await context.print(view);
    else io.stdout.write((await import('../render/json.js')).renderJson(view.json, []));
    return ExitCode.ok;
  }
  const text =
    wish.format === 'csv'
      ? renderCsv(requests)
      : wish.format === 'json'
        ? (await import('../render/json.js')).renderJson({ ...figures, requests }, [])
        : renderReport(figures, language, today, controller?.name ?? null);
  // The other formats say it themselves.
  if (wish.format === 'csv') for (const note of notesOf(figures, textsIn(language).report)) context.note(note);
  if (wish.out === null) io.stdout.write(text);
  else {
    await writePrivately(wish.out, text);
    context.note(messages.letter.written(wish.out));
  }
  return ExitCode.ok;
}
