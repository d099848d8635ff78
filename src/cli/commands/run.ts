import { blockerTexts } from '../../data-map/blocker-texts.js';
import { BelboEraseError, ExitCode } from '../../errors.js';
import { lockOwner } from '../../database/lock.js';
import type { ErasureSession } from '../../erasure/session.js';
import type { RunOutcome } from '../../fulfilment/execute-run.js';
import { isIdle, sortQueue, waitingForPerson, type Attention, type SortedQueue } from '../../fulfilment/run-rules.js';
import { readQueue } from '../../requests/read-queue.js';
import type { Context } from '../context.js';
import type { CommandInput } from '../declarations.js';
import { parseDuration } from '../duration.js';
import { Interruption } from '../interruption.js';
import { renderRun, type RunReport } from '../render/run.js';
import { retryLocked } from '../retry-lock.js';
import { localTime, queueOf, type Session } from '../session.js';

interface RunInput {
  readonly limit: number;
  readonly dryRun: boolean;
  /** Milliseconds to wait for another run to end. */
  readonly retryLock: number;
}

function parse({ options }: CommandInput): RunInput {
  const { limit, dryRun, retryLock } = options;
  if (limit !== undefined && (typeof limit !== 'string' || !/^[1-9]\d{0,6}$/.test(limit)))
    throw new BelboEraseError('INVALID_OPTION', { option: '--limit', valid: '1, 2, 3, …' });
  return {
    limit: limit === undefined ? Number.POSITIVE_INFINITY : Number(limit),
    dryRun: dryRun === true,
    retryLock: typeof retryLock === 'string' ? parseDuration('--retry-lock', retryLock) : 0,
  };
}

const nothing: RunOutcome = { processed: [], attention: [], failed: [], notBegun: [], backups: null };

/** The erasure's session with progress that only tells: the run itself decides where it stops. */
async function unhurried(session: Session): Promise<ErasureSession> {
  const erasure = await session.erasure();
  return {
    ...erasure,
    onProgress: (event) => {
      if (!session.signal.aborted) session.onProgress(event);
    },
  };
}

/** What waits for a person before anything is erased; null when a run can do something for the backups of earlier requests. */
async function attentionBefore(session: Session, queue: SortedQueue): Promise<Attention[] | null> {
  const waiting = waitingForPerson(queue);
  const open = waiting.filter(({ openSteps }) => openSteps.includes('backups')).map(({ id }) => id);
  let reasons: ReadonlyMap<string, readonly string[]> = new Map();
  if (open.length > 0) {
    const [{ backupsBefore }, { reasonsOfBackups }] = await Promise.all([
      import('../run-backups.js'),
      import('../../fulfilment/backups-outcome.js'),
    ]);
    const { statuses, due } = await backupsBefore(session, open);
    if (due) return null;
    reasons = reasonsOfBackups(statuses, new Set());
  }
  return [
    ...queue.attention,
    ...waiting.map(({ id, openSteps }) => ({
      id,
      reasons: openSteps.flatMap((step) => (step === 'backups' ? (reasons.get(id) ?? [step]) : [step])),
    })),
  ];
}

async function work(session: Session, input: RunInput): Promise<Omit<RunReport, 'blockers'>> {
  const rules = session.config.run;
  const sorted = async (): Promise<SortedQueue> =>
    sortQueue(await readQueue(queueOf(session), { closed: false }), rules, {
      localNow: localTime(session.clock, session.config.timeZone).datetime,
      timeZone: session.config.timeZone,
    });
  const queue = await sorted();
  const { waiting } = queue;
  const before = isIdle(queue) || input.dryRun ? await attentionBefore(session, queue) : null;
  if (isIdle(queue) && before !== null)
    return {
      ...nothing,
      attention: before,
      waiting,
      planned: input.dryRun ? [] : null,
      plannedBackups: [],
      interrupted: null,
    };
  const { executeRun, previewRun } = await import('../../fulfilment/execute-run.js');
  if (input.dryRun) {
    const preview = await previewRun(await session.erasure(), queue, { rules, limit: input.limit });
    const told = before ?? [];
    const more = preview.attention.filter(({ id }) => !told.some((each) => each.id === id));
    const open = waitingForPerson(queue).filter(({ openSteps }) => openSteps.includes('backups'));
    const { backupsAhead } = await import('../run-backups.js');
    const plannedBackups = await backupsAhead(session, [...open.map(({ id }) => id), ...preview.planned]);
    return { ...nothing, ...preview, plannedBackups, attention: [...told, ...more], waiting, interrupted: null };
  }
  const { scrubForRun } = await import('../run-backups.js');
  const erasure = await unhurried(session);
  const outcome = await retryLocked(input.retryLock, session.signal, async () =>
    executeRun(erasure, {
      rules,
      limit: input.limit,
      owner: lockOwner(`${session.who}, belbo-erase run`),
      stopping: session.signal,
      readQueue: sorted,
      scrub: async () => scrubForRun(session),
    }),
  );
  const reason: unknown = session.signal.aborted ? session.signal.reason : null;
  return {
    ...outcome,
    waiting,
    planned: null,
    plannedBackups: [],
    interrupted: reason instanceof Interruption ? reason.exitCode : null,
  };
}

function exitCodeOf({ failed, attention, interrupted, backups }: RunReport): ExitCode {
  if (failed.length > 0 || backups?.end === 'failed') return ExitCode.failed;
  if (interrupted !== null) return interrupted;
  return attention.length > 0 ? ExitCode.incomplete : ExitCode.ok;
}

/** Batch for cron: carries out what the rules allow without a person, and reports the rest with reasons. */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const parsed = parse(input);
  const report = await context.withSession(async (session) => ({
    ...(await work(session, parsed)),
    blockers: blockerTexts(session.map),
  }));
  const code = exitCodeOf(report);
  // Cron mails whatever is printed: with --quiet a run that needs nobody prints nothing.
  if (code === ExitCode.ok && context.settings.quiet && context.settings.json === null) return code;
  await context.print(renderRun(context, report));
  return code;
}
