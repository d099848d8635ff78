import { readErasure, type ErasureRecord } from '../../erasure/erasure-record.js';
import { ExitCode } from '../../errors.js';
import { deadline } from '../../requests/deadline.js';
import { readEvents, type RequestEvent } from '../../requests/read-events.js';
import { readQueueEntry } from '../../requests/read-queue.js';
import type { QueueEntry } from '../../requests/request.js';
import type { Context, Style } from '../context.js';
import type { CommandInput } from '../declarations.js';
import { renderFacts, renderSection } from '../render/facts.js';
import { queueOf, type Session } from '../session.js';
import { toJson } from './list.js';

/** A request with all that is known of it. */
interface RequestDetail extends QueueEntry {
  readonly events: readonly RequestEvent[];
  /** What the erasure did; null before it. */
  readonly erasure: ErasureRecord | null;
}

async function readDetail(session: Session, id: string): Promise<RequestDetail> {
  const entry = await readQueueEntry(queueOf(session), id);
  return { ...entry, events: await readEvents(session.db, id), erasure: await readErasure(session.db, id) };
}

function draw({ messages }: Context, detail: RequestDetail, style: Style): string {
  const { request, customer, erasure, events } = detail;
  const { show } = messages;
  const { dueOn, monthEnd, movedBy } = deadline(request.receivedOn);
  const why = show.why(messages.date(request.receivedOn), messages.date(monthEnd), movedBy, messages.date(dueOn));
  const isOpen = !['done', 'rejected', 'withdrawn'].includes(request.status);
  const steps = request.openSteps.map((step) => messages.step[step] ?? step).join(', ');
  const who = [customer.number, customer.name].flatMap((each) => each ?? []).join(' · ');
  const residue = erasure?.report.residue;
  const facts = renderFacts(
    [
      [show.status, messages.status[request.status]],
      [show.received, `${messages.date(request.receivedOn)} (${messages.channel[request.channel]})`],
      [
        show.due,
        isOpen ? `${messages.date(dueOn)} (${messages.relative(detail.daysLeft)}): ${why}` : messages.date(dueOn),
      ],
      [show.customer, who === '' ? customer.key : who],
      [show.email, customer.email],
      [show.openSteps, steps === '' ? show.none : steps],
      [
        show.erased,
        erasure === null
          ? null
          : erasure.report.erased
              .filter((each) => each.action !== 'keep')
              .map((each) => `${each.table} ${String(each.rows)} (${messages.action[each.action]})`)
              .join(', '),
      ],
      [
        show.kept,
        erasure === null
          ? null
          : erasure.report.kept
              .map((each) => `${each.table} ${String(each.rows)}, ${each.basis}, ${messages.date(each.until)}`)
              .join('; ') || show.none,
      ],
      [
        show.stub,
        erasure?.report.stub ? show.stubLine(erasure.report.stub.id, messages.date(erasure.report.stub.until)) : null,
      ],
      [
        show.residue,
        erasure === null
          ? null
          : residue
            ? show.residueLine(residue.hits, residue.uncertain, residue.bytes)
            : show.unverified,
      ],
    ],
    style,
  );
  const history = events.map(
    (event) =>
      `${style.sign.bullet} ${messages.date(event.at.slice(0, 10))} ${event.at.slice(11, 16)} UTC  ${show.event[event.event] ?? event.event} (${event.who})`,
  );
  return `${style.chalk.bold(show.title(request.id))}\n\n${facts}${renderSection(show.history, history.join('\n'), style)}`;
}

/** One request with all that is known of it. */
export async function show(context: Context, { words }: CommandInput): Promise<ExitCode> {
  const [id = ''] = words;
  const detail = await context.withSession(async (session) => readDetail(session, id));
  const { erasure, events } = detail;
  const entry = toJson(detail);
  await context.print({
    json: {
      ...entry,
      erasure:
        erasure === null ? null : { erasedAt: erasure.erasedAt, completedAt: erasure.completedAt, ...erasure.report },
      events,
    },
    tsv: {
      headers: ['field', 'value'],
      rows: Object.entries({
        ...entry,
        ...detail.customer,
        customer: null,
        openSteps: detail.request.openSteps.join(','),
      })
        .filter(([, value]) => value !== null)
        .map(([field, value]) => [field, String(value)]),
    },
    terminal: async (style) => draw(context, detail, style),
  });
  return ExitCode.ok;
}
