import { createHmac } from 'node:crypto';
import type { Identifiers } from '../customers/identifiers.js';
import type { PhoneCountry } from '../customers/normalise.js';
import type { ScrubbedFile } from './file-work.js';
import type { FoundFile } from './find-files.js';
import { BackupFault, type ProblemCode } from './problem.js';
import { cellEncoding, decode } from './encodings.js';
import { ScanThreads } from './scan-threads.js';
import { scrubFile } from './scrub-file.js';
import { compileSearch, type BackupSearch } from './compile-search.js';
import { scrubCsv } from './scrub-csv.js';
import type { ScrubOptions } from './scrub-options.js';
import type { CsvMapping, RecordDecision } from './types.js';

/** A person whose records are to go, and the request they go for. */
export interface BackupSubject {
  readonly requestId: string;
  readonly identifiers: Identifiers;
  /** What somebody else holds as well, as `email:` or `phone:` with the normalised value: no proof of being the person. */
  readonly shared: readonly string[];
}

/** What all files of a run have in common. Plain data: it crosses threads. */
export interface ScrubJob {
  readonly subjects: readonly BackupSubject[];
  /** Where phone numbers without a country code are from. */
  readonly country: PhoneCountry;
  /** Key of the digests; 32 bytes. */
  readonly key: Uint8Array;
  /** What a person said before, by `reviewDigest`. */
  readonly decisions: ReadonlyMap<string, RecordDecision>;
}

/** One file and what to do with it. */
export interface FileTask {
  readonly file: FoundFile;
  /** Names of archive members that are left out, with `*` and `?`. */
  readonly ignore: readonly string[];
  readonly mapping: CsvMapping;
  readonly action: ScrubOptions['action'];
  readonly write: boolean;
}

/** A record of which somebody decided, by its `reviewDigest` before and after something was taken out of it. */
export interface RenamedReview {
  readonly requestId: string;
  readonly before: string;
  readonly after: string;
}

/** How a file came out. `problem`: it was left as it was. */
export type TaskOutcome =
  | { readonly scrubbed: ScrubbedFile; readonly renamed: readonly RenamedReview[] }
  | { readonly problem: { readonly code: ProblemCode; readonly detail: string } };

/**
 * Tells a record that waits for a decision again, in whatever file it stands, without telling anybody what it holds.
 * @param recordDigest SHA-256 of the record's bytes
 */
export function reviewDigest(key: Uint8Array, requestId: string, recordDigest: string): string {
  return createHmac('sha256', key).update(`${requestId}\0${recordDigest}`).digest('hex');
}

/** Bytes from which on more threads are worth starting. */
const worthThreads = 32n * 1024n * 1024n;

/** Told how much of a file is done, from 0 to 1. Throws to stop the work. */
export type ShareListener = (share: number) => void;

/** A file name writes `Anna_Probe.csv` for Anna Probe. */
function isLabelOf({ matcher }: BackupSearch, label: Uint8Array): boolean {
  const text = decode(label, cellEncoding(label, 'utf-8'));
  return [text, text.replace(/[\0-\x2c/_.]+/g, ' ')].some((each) => matcher.find(each).length > 0);
}

/** Compiles the search once, and scrubs file after file with it; `parallel`: large ones with the help of more threads. */
export function createScrubber(
  job: ScrubJob,
  parallel: boolean,
): (task: FileTask, onShare: ShareListener) => Promise<TaskOutcome> {
  let search: BackupSearch | null = null;
  const compiled = (): BackupSearch =>
    (search ??= compileSearch(
      job.subjects.map(({ identifiers, shared }, subject) => ({ subject, identifiers, shared })),
      { country: job.country },
    ));
  return async (task, onShare) => {
    // Before the search is compiled: they get ready meanwhile.
    const threads = parallel && task.file.identity.size >= worthThreads ? new ScanThreads() : null;
    try {
      return await scrubTask(job, task, compiled(), threads, onShare);
    } catch (error) {
      if (!(error instanceof BackupFault)) throw error;
      return { problem: { code: error.code, detail: error.detail } };
    } finally {
      await threads?.end();
    }
  };
}

async function scrubTask(
  job: ScrubJob,
  task: FileTask,
  search: BackupSearch,
  threads: ScanThreads | null,
  onShare: ShareListener,
): Promise<TaskOutcome> {
  const decided = new Map<string, Map<string, RecordDecision>>();
  const renamed: RenamedReview[] = [];
  const options: ScrubOptions = {
    action: task.action,
    mapping: task.mapping,
    threads,
    decide: ({ subject, digest }) => {
      const requestId = job.subjects[subject]?.requestId ?? '';
      const known = decided.get(digest);
      const said = known?.get(requestId) ?? job.decisions.get(reviewDigest(job.key, requestId, digest));
      if (said === undefined) return 'undecided';
      decided.set(digest, (known ?? new Map<string, RecordDecision>()).set(requestId, said));
      return said;
    },
    // Read once more, the record is another one by its bytes; what was decided of it holds.
    onRewritten: (before, after) => {
      const known = decided.get(before);
      if (known === undefined) return;
      decided.set(after, new Map(known));
      const of = (requestId: string, digest: string): string => reviewDigest(job.key, requestId, digest);
      for (const requestId of known.keys())
        renamed.push({ requestId, before: of(requestId, before), after: of(requestId, after) });
    },
    onProgress: (done, total) => onShare(total === null || total === 0 ? 0 : Math.min(1, done / total)),
  };
  const scrubbed = await scrubFile({
    file: task.file,
    ignore: task.ignore,
    write: task.write,
    scrub: async (source, sink) => scrubCsv(source, sink, search, options),
    isLabelOf: (label) => isLabelOf(search, label),
  });
  return { scrubbed, renamed };
}
