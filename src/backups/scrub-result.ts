import type { ScrubPlan, ScrubSession } from './plan-scrub.js';
import type { BackupProblem } from './problem.js';
import type { Review } from './reviews.js';
import type { FinishedTask } from './run-tasks.js';
import { reviewDigest } from './scrub-task.js';
import type { CsvOutcome, Residue } from './types.js';

/** What was done to one CSV document; with a dry run, what would be. */
export interface ScrubbedDocument {
  readonly path: string;
  /** Member of an archive; null for the file itself. */
  readonly member: string | null;
  readonly csv: CsvOutcome;
  /** Of the file as it lies on the disk, also for a member; null where it was not written. */
  readonly sha256Before: string;
  readonly sha256After: string | null;
}

/** Something of a person that stays in a backup, and why. */
export interface BackupResidue extends Residue {
  readonly path: string;
  readonly member: string | null;
  readonly requestId: string;
}

export interface ScrubResult {
  readonly documents: readonly ScrubbedDocument[];
  readonly problems: readonly BackupProblem[];
  readonly reviews: readonly Review[];
  readonly residue: readonly BackupResidue[];
  /** Files removed that runs which were killed had left behind. */
  readonly leftovers: number;
}

/** Records of a file that wait for a decision. */
export function reviewsOf(session: ScrubSession, plan: ScrubPlan, { task, outcome }: FinishedTask): Review[] {
  if (!('scrubbed' in outcome)) return [];
  return outcome.scrubbed.parts.flatMap(({ member, csv }) =>
    csv.review.map(({ subject, line, reason, digest, cells }) => {
      const requestId = plan.subjects[subject]?.requestId ?? '';
      return {
        path: task.file.path,
        member,
        requestId,
        line,
        reason,
        digest: reviewDigest(session.key, requestId, digest),
        cells,
      };
    }),
  );
}

/** The CSV documents of a file, and what was done to each. */
export function documentsOf({ task, outcome }: FinishedTask): ScrubbedDocument[] {
  if (!('scrubbed' in outcome)) return [];
  const { parts, sha256Before, sha256After } = outcome.scrubbed;
  return parts.map((part) => ({ path: task.file.path, ...part, sha256Before, sha256After }));
}

/** What stays in a file, and why. */
export function residueOf(plan: ScrubPlan, { task, outcome }: FinishedTask): BackupResidue[] {
  if (!('scrubbed' in outcome)) return [];
  return outcome.scrubbed.parts.flatMap(({ member, csv }) =>
    csv.residue.map((each) => ({
      ...each,
      path: task.file.path,
      member,
      requestId: plan.subjects[each.subject]?.requestId ?? '',
    })),
  );
}
