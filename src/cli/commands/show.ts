import { blockerTexts } from '../../data-map/blocker-texts.js';
import { readErasure } from '../../erasure/erasure-record.js';
import { ExitCode } from '../../errors.js';
import { readEvents } from '../../requests/read-events.js';
import { readQueueEntry } from '../../requests/read-queue.js';
import type { Context } from '../context.js';
import type { CommandInput } from '../declarations.js';
import { manualSteps } from '../manual-steps.js';
import { toJson } from '../render/request.js';
import { renderRequest, type RequestDetail } from '../render/request-detail.js';
import { queueOf, type Session } from '../session.js';

async function readDetail(session: Session, id: string): Promise<Omit<RequestDetail, 'manual'>> {
  const entry = await readQueueEntry(queueOf(session), id);
  return {
    ...entry,
    events: await readEvents(session.db, id),
    erasure: await readErasure(session.db, id),
    blockers: blockerTexts(session.map),
  };
}

/** One request with all that is known of it. */
export async function show(context: Context, { words }: CommandInput): Promise<ExitCode> {
  const [id = ''] = words;
  return context.withSession(async (session) => {
    const detail = await readDetail(session, id);
    const { erasure, events, deadline, handling } = detail;
    const entry = toJson(detail);
    const { timeZone } = await context.config();
    await context.print({
      json: {
        ...entry,
        deadline,
        handling,
        erasure:
          erasure === null ? null : { erasedAt: erasure.erasedAt, completedAt: erasure.completedAt, ...erasure.report },
        events,
      },
      tsv: {
        headers: ['field', 'value'],
        rows: [
          ...Object.entries({
            ...entry,
            ...detail.customer,
            customer: null,
            openSteps: detail.request.openSteps.join(','),
          })
            .filter(([, value]) => value !== null)
            .map(([field, value]) => [field, String(value)]),
          ...events.map(({ at, who, event, details }) => [
            'event',
            [at, event, ...(details === null ? [] : [details]), `(${who})`].join(' '),
          ]),
        ],
      },
      terminal: async (style) => {
        const manual = await manualSteps(context, session, id, style.sign.bullet);
        return renderRequest(context, { ...detail, manual }, timeZone, style);
      },
    });
    return ExitCode.ok;
  });
}
