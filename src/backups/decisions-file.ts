import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { BelboEraseError, type Finding } from '../errors.js';
import { parseYaml } from '../parse-yaml.js';
import type { KnownBackup } from './register.js';
import { reviewDecisions, type Decided, type ReviewDecision, type StoredReview } from './reviews.js';

/** One line of a decisions file. */
export interface DecisionEntry {
  /** Where it stands in the list, from 0 on. */
  readonly at: number;
  /** Absolute. */
  readonly file: string;
  readonly member: string | null;
  readonly line: number;
  /** Only for this request; null: for all whose person may be meant. */
  readonly request: string | null;
  /** Beginning of the review's id, which tells whether the file has changed since it was listed. */
  readonly id: string | null;
  readonly decision: ReviewDecision;
}

type Fields = Readonly<Record<string, unknown>>;

const keys = ['file', 'member', 'line', 'request', 'id', 'decision', 'reason'];

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function toEntry(value: unknown, at: number, cwd: string, findings: Finding[]): DecisionEntry[] {
  const path = `decisions.${String(at)}`;
  const wrong = (key: string, expected: string): void => {
    findings.push({ path: `${path}.${key}`, code: 'wrong_type', params: { expected } });
  };
  if (!isFields(value)) {
    findings.push({ path, code: 'wrong_type', params: { expected: 'object' } });
    return [];
  }
  const before = findings.length;
  for (const key of Object.keys(value).filter((each) => !keys.includes(each)))
    findings.push({
      path: `${path}.${key}`,
      code: 'unknown_key',
      params: { key, nearest: '', valid: keys.join(', ') },
    });
  const { file, member, line, request, id } = value;
  const decision = reviewDecisions.find((each) => each === value['decision']);
  if (typeof file !== 'string' || file === '') wrong('file', 'string');
  if (typeof line !== 'number' || !Number.isInteger(line)) wrong('line', 'number');
  if (decision === undefined)
    findings.push({
      path: `${path}.decision`,
      code: 'not_a_choice',
      params: { valid: reviewDecisions.join(', '), nearest: '' },
    });
  if (findings.length > before || typeof file !== 'string' || typeof line !== 'number' || decision === undefined)
    return [];
  const text = (given: unknown): string | null =>
    typeof given === 'string' || typeof given === 'number' ? String(given) : null;
  return [{ at, file: resolve(cwd, file), member: text(member), line, request: text(request), id: text(id), decision }];
}

/**
 * Reads a decisions file: a list, or an object with a list `decisions`, in YAML or JSON, each with `file`, `line` and
 * `decision` (`remove`, `redact` or `keep`), and where needed `member`, `request` and `id`.
 * @param cwd what relative paths in it are relative to
 * @throws BelboEraseError `DECISIONS_INVALID`
 */
export async function readDecisionsFile(path: string, cwd: string): Promise<DecisionEntry[]> {
  const invalid = (findings: readonly Finding[]): BelboEraseError =>
    new BelboEraseError('DECISIONS_INVALID', { path, findings });
  const source = await readFile(path, 'utf8').catch(() => {
    throw invalid([{ path, code: 'unreadable_file', params: {} }]);
  });
  const { value, findings } = await parseYaml(source);
  if (findings.length > 0) throw invalid(findings);
  const list = isFields(value) ? value['decisions'] : value;
  if (!Array.isArray(list)) throw invalid([{ path: 'decisions', code: 'wrong_type', params: { expected: 'list' } }]);
  const wrong: Finding[] = [];
  const entries = list.flatMap((each, at) => toEntry(each, at, cwd, wrong));
  if (wrong.length > 0) throw invalid(wrong);
  return entries;
}

/** Decisions whose records were found, and entries that match nothing, or not for sure. */
export interface ResolvedDecisions {
  readonly decided: readonly Decided[];
  readonly open: readonly DecisionEntry[];
}

/** An id of so many digits is that of one record, wherever it stands by now. */
const certainId = 12;

/** What the register has listed where an entry points to; by its id a record is found also where it has moved to another line. */
function listedAt(
  entry: DecisionEntry,
  backup: KnownBackup | undefined,
  stored: readonly StoredReview[],
): StoredReview[] {
  const { id, line, member, request } = entry;
  const found = stored.filter(
    (each) =>
      each.backupId === backup?.id &&
      (member === null || each.member === member) &&
      (request === null || each.requestId === request) &&
      (id === null || each.digest.startsWith(id)),
  );
  const there = found.filter((each) => each.line === line);
  return there.length === 0 && id !== null && id.length >= certainId ? found : there;
}

/** Whether these are several records: what goes from a file moves another record to the line of one that was listed before. */
function isAmbiguous(found: readonly StoredReview[]): boolean {
  const first = new Map(found.map(({ requestId, digest }) => [requestId, digest]));
  return found.some(({ requestId, digest }) => first.get(requestId) !== digest);
}

/**
 * Finds the records that entries mean among those the register has listed: by what they hold, not by where they stand, so
 * that a file that has changed meanwhile loses nobody else. An entry without an id decides only what is undecided, and nothing where two
 * records were listed on its line.
 */
export function resolveDecisions(
  entries: readonly DecisionEntry[],
  backups: ReadonlyMap<string, KnownBackup>,
  stored: readonly StoredReview[],
): ResolvedDecisions {
  const decided: Decided[] = [];
  const open: DecisionEntry[] = [];
  for (const entry of entries) {
    const found = listedAt(entry, backups.get(entry.file), stored);
    const meant =
      entry.id !== null ? found : isAmbiguous(found) ? [] : found.filter(({ decision }) => decision === null);
    for (const { requestId, digest } of meant) decided.push({ requestId, digest, decision: entry.decision });
    const isDone =
      found.length > 0 && found.every(({ decision }) => decision === entry.decision) && !isAmbiguous(found);
    if (meant.length === 0 && !isDone) open.push(entry);
  }
  return { decided, open };
}
