import type { BlockerTexts } from '../../data-map/blocker-texts.js';
import type { ErasureRecord } from '../../erasure/erasure-record.js';
import type { ReasonedDeed } from '../../requests/handling.js';
import type { RequestEvent } from '../../requests/read-events.js';
import { askedOn, type QueueEntry } from '../../requests/request.js';
import type { Context, Style } from '../context.js';
import { escapeText } from './escape.js';
import { renderFacts, renderSection } from './facts.js';
import { reasonText } from './reason-text.js';
import { explainDeadline } from './request.js';

/** A request with all that is known of it. */
export interface RequestDetail extends QueueEntry {
  readonly events: readonly RequestEvent[];
  /** What the erasure did; null before it. */
  readonly erasure: ErasureRecord | null;
  readonly blockers: BlockerTexts;
  /** What somebody has to do by hand, a line each. */
  readonly manual: readonly string[];
}

type Facts = readonly (readonly [label: string, value: string | null])[];
type Texts = Pick<Context, 'messages' | 'language'>;
/** A moment (ISO 8601) as local time `YYYY-MM-DD HH:MM:SS`. */
type Local = (at: string) => string;

function queueFacts({ messages, language }: Texts, detail: QueueEntry): Facts {
  const { request, customer, handling, dueOn } = detail;
  const { show, date } = messages;
  const isOpen = !['done', 'rejected', 'withdrawn'].includes(request.status);
  const why = explainDeadline(askedOn(detail), detail.deadline, messages, language);
  const steps = request.openSteps.map((step) => messages.step[step] ?? step).join(', ');
  const who = [customer.number, customer.name].flatMap((each) => each ?? []).join(' · ');
  const earlier = handling.countsFrom === null ? '' : `; ${show.countsFrom(date(handling.countsFrom))}`;
  return [
    [show.status, messages.status[request.status]],
    [show.received, `${date(request.receivedOn)} (${messages.channel[request.channel]})${earlier}`],
    [show.due, isOpen ? `${date(dueOn)} (${messages.relative(detail.daysLeft)}): ${why}` : date(dueOn)],
    [show.customer, who === '' ? customer.key : who],
    [show.email, customer.email],
    [show.openSteps, steps === '' ? show.none : steps],
  ];
}

function handlingFacts({ messages }: Texts, { request, handling }: QueueEntry, local: Local): Facts {
  const { show, identity } = messages;
  const names: Readonly<Record<string, string>> = { ...identity, ...messages.handling.ground };
  const deed = (done: ReasonedDeed | null): string | null =>
    done === null ? null : show.deed(messages.date(local(done.at)), done.who, done.reason);
  const { verification, extension, hold, rejection } = handling;
  const open = request.status === 'open' || request.status === 'in_progress';
  const unverified = request.channel === 'online' ? show.online : show.notVerified;
  return [
    [
      show.identity,
      verification !== null
        ? show.deed(
            messages.date(local(verification.at)),
            verification.who,
            names[verification.means] ?? verification.means,
          )
        : open
          ? unverified
          : null,
    ],
    [show.extended, deed(extension)],
    [show.onHold, deed(hold)],
    [
      show.rejected,
      rejection === null ? null : `${names[rejection.ground] ?? rejection.ground} (${deed(rejection) ?? ''})`,
    ],
  ];
}

function erasureFacts({ messages }: Texts, erasure: ErasureRecord | null): Facts {
  if (erasure === null) return [];
  const { show, date } = messages;
  const { erased, kept, stub, residue } = erasure.report;
  return [
    [
      show.erased,
      erased
        .filter((each) => each.action !== 'keep')
        .map((each) => `${each.table} ${String(each.rows)} (${messages.action[each.action]})`)
        .join(', '),
    ],
    [
      show.kept,
      kept.map((each) => `${each.table} ${String(each.rows)}, ${each.basis}, ${date(each.until)}`).join('; ') ||
        show.none,
    ],
    [show.stub, stub ? show.stubLine(stub.id, date(stub.until)) : null],
    [show.residue, residue ? show.residueLine(residue.hits, residue.uncertain, residue.bytes) : show.unverified],
  ];
}

/** Details of an entry in the user's language: grounds, means and letters by name, days as dates. */
function eventDetails(texts: Texts, { event, details }: RequestEvent, blockers: BlockerTexts): string {
  if (details === null || event === 'received') return '';
  const { messages } = texts;
  if (event.startsWith('recipient_')) return `: ${details}`;
  if (event === 'left_to_person')
    return `: ${details
      .split(',')
      .map((code) => reasonText(code, texts, blockers))
      .join('; ')}`;
  const { identity, handling, show } = messages;
  const names: Readonly<Record<string, string>> = { ...identity, ...handling.ground, ...show.letter };
  const [first = '', day] = details.split(' ');
  if (event === 'joined' && day !== undefined) return `, ${messages.date(day)}`;
  if (event === 'extended') return ` -> ${messages.date(first)}`;
  return names[details] === undefined ? '' : `: ${names[details]}`;
}

function history(texts: Texts, { events, blockers }: RequestDetail, local: Local, { sign }: Style): string {
  const { show, date } = texts.messages;
  return events
    .map((each) => {
      const at = local(each.at);
      const what = `${show.event[each.event] ?? each.event}${eventDetails(texts, each, blockers)}`;
      return escapeText(`${sign.bullet} ${date(at)} ${at.slice(11, 16)}  ${what} (${each.who})`);
    })
    .join('\n');
}

/** One request in full: facts, then its history in local time. */
export function renderRequest(texts: Texts, detail: RequestDetail, timeZone: string, style: Style): string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  const local: Local = (at) => {
    const moment = new Date(at);
    return Number.isNaN(moment.getTime()) ? at : format.format(moment);
  };
  const { show } = texts.messages;
  const facts = renderFacts(
    [...queueFacts(texts, detail), ...handlingFacts(texts, detail, local), ...erasureFacts(texts, detail.erasure)],
    style,
  );
  const events = history(texts, detail, local, style);
  const manual =
    detail.manual.length === 0 ? '' : renderSection(texts.messages.plan.manual, detail.manual.join('\n'), style);
  return `${style.chalk.bold(show.title(detail.request.id))}\n\n${facts}${manual}${renderSection(show.history, events, style)}`;
}
