import { cleanLeftovers } from './leftovers.js';
import type { ScrubPlan, ScrubSession } from './plan-scrub.js';
import type { BackupProblem } from './problem.js';
import { readBackups, readScrubs } from './register.js';
import { readDecisions, type Review } from './reviews.js';
import { runTasks, type FinishedTask } from './run-tasks.js';
import {
  documentsOf,
  residueOf,
  reviewsOf,
  type BackupResidue,
  type ScrubbedDocument,
  type ScrubResult,
} from './scrub-result.js';
import { settleFile, type KnownBefore } from './settle-file.js';

/** Looks through all files; `each` finishes one, and returns the problem that kept it from that. */
async function run(
  session: ScrubSession,
  plan: ScrubPlan,
  write: boolean,
  each: (finished: FinishedTask) => Promise<BackupProblem | null>,
): Promise<Omit<ScrubResult, 'leftovers'>> {
  const decisions = await readDecisions(session.db);
  const { subjects } = plan;
  const tasks = plan.tasks.map((task) => ({ ...task, write }));
  const total = tasks.reduce((sum, { file }) => sum + Number(file.identity.size), 0);
  const documents: ScrubbedDocument[] = [];
  const problems: BackupProblem[] = [...plan.problems];
  const reviews: Review[] = [];
  const residue: BackupResidue[] = [];
  const job = { subjects, country: session.country, key: session.key, decisions };
  const tell = (done: number, at: string): void =>
    session.onProgress?.({ stage: 'scrub', done, total, unit: 'bytes', at });
  for await (const finished of runTasks(job, tasks, tell)) {
    const problem = await each(finished);
    if (problem !== null) {
      problems.push(problem);
      continue;
    }
    documents.push(...documentsOf(finished));
    reviews.push(...reviewsOf(session, plan, finished));
    residue.push(...residueOf(plan, finished));
    if ('scrubbed' in finished.outcome) problems.push(...finished.outcome.scrubbed.problems);
  }
  const byPath = <T extends { readonly path: string }>(list: T[]): T[] =>
    list.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  return {
    documents: byPath(documents),
    problems: byPath(problems),
    reviews: byPath(reviews),
    residue: byPath(residue),
  };
}

/** What a scrub would do; writes nothing. */
export async function previewScrub(session: ScrubSession, plan: ScrubPlan): Promise<ScrubResult> {
  const found = await run(session, plan, false, async ({ task, outcome }) =>
    'scrubbed' in outcome ? null : { path: task.file.path, member: null, ...outcome.problem },
  );
  return { ...found, leftovers: 0 };
}

/**
 * Scrubs the files of a plan, each in one pass for all persons, and writes the register. A file that cannot be scrubbed is a
 * problem of the result; the others go on. Can be repeated at any time: what is done already is found to need nothing.
 */
export async function executeScrub(session: ScrubSession, plan: ScrubPlan): Promise<ScrubResult> {
  let leftovers = 0;
  for (const place of new Set(plan.places)) leftovers += await cleanLeftovers(place).catch(() => 0);
  const known: KnownBefore = {
    backups: await readBackups(session.db),
    scrubs: await readScrubs(
      session.db,
      plan.subjects.map(({ requestId }) => requestId),
    ),
  };
  const result = await run(session, plan, true, async (finished) => settleFile(session, plan, known, finished));
  return { ...result, leftovers };
}
