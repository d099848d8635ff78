import type { Verdict } from '../../customers/decisions.js';
import type { Candidate } from '../../customers/pending-candidates.js';
import type { RawRecord } from '../../customers/match-record.js';
import type { FoundPerson } from '../../customers/search-people.js';
import { ExitCode, BelboEraseError, isBelboEraseError } from '../../errors.js';
import type { Context, Style } from '../context.js';
import type { CommandInput } from '../declarations.js';
import { jsonFields } from '../json-fields.js';
import { renderFacts } from '../render/facts.js';
import { reasonsInWords } from '../render/reasons.js';
import { renderTable } from '../render/table.js';
import { queueOf, type Session } from '../session.js';

/** A candidate with what was decided of it. */
interface Judged extends Candidate {
  readonly decision: Verdict;
}

/** The candidates of one subject, with the records they stand for. */
interface Found extends Pick<FoundPerson, 'key' | 'crowded' | 'left'> {
  /** All records that were said to be the subject's. */
  readonly own: readonly string[];
  readonly candidates: readonly Judged[];
  readonly records: ReadonlyMap<string, RawRecord>;
}

/** The customer record a word means: that of a request, else the one with this number or key. */
async function subjectOf(session: Session, word: string): Promise<string> {
  const { readQueueEntry } = await import('../../requests/read-queue.js');
  try {
    const { customer } = await readQueueEntry(queueOf(session), word);
    if (customer.key !== null) return customer.key;
    throw new BelboEraseError('CUSTOMER_NOT_FOUND', { customers: 0 });
  } catch (error) {
    if (!isBelboEraseError(error) || error.code !== 'REQUEST_NOT_FOUND') throw error;
    const { findCustomer } = await import('../../requests/add-request.js');
    return findCustomer(session.db, session.map, word);
  }
}

async function find(session: Session, words: readonly string[]): Promise<Found[]> {
  const [{ searchPeople }, { byLikelihood }, { readCustomers }, { verdictOn }] = await Promise.all([
    import('../../customers/search-people.js'),
    import('../../customers/pending-candidates.js'),
    import('../../customers/read-records.js'),
    import('../../customers/person.js'),
  ]);
  const erasure = await session.erasure();
  const keys: string[] = [];
  for (const word of words) keys.push(await subjectOf(session, word));
  const people = await searchPeople({ ...erasure, onProgress: session.onProgress }, [...new Set(keys)]);
  const records = await readCustomers(
    { ...erasure, map: erasure.resolved },
    people.flatMap(({ candidates, same }) => [...candidates, ...same].map(({ key }) => key)),
  );
  return people.map(({ key, person, same, candidates, crowded, left }) => ({
    key,
    own: person.records,
    candidates: [...same, ...candidates]
      .map((each) => ({ ...each, decision: verdictOn(person, each.key) }))
      .sort(byLikelihood),
    crowded,
    left,
    records,
  }));
}

async function draw(context: Context, { key, records, ...result }: Found, style: Style): Promise<string> {
  const { duplicates } = context.messages;
  const { headers, band, decision } = duplicates;
  const notes = [
    ...result.crowded.map((each) => duplicates.crowded(each.field, each.records)),
    ...(result.left > 0 ? [duplicates.left(result.left)] : []),
  ].map((note) => `${style.sign.warning} ${note}`);
  if (result.candidates.length === 0)
    return [style.chalk.bold(duplicates.title(key)), '', `${style.sign.ok} ${duplicates.none}`, ...notes].join('\n');
  const table = await renderTable(
    [
      { header: headers.key, align: 'right' },
      { header: headers.number, drop: 2 },
      { header: headers.name, shrink: 1 },
      { header: headers.birthDate, drop: 1 },
      { header: headers.score, align: 'right' },
      { header: headers.band },
      { header: headers.decision },
    ],
    result.candidates.map((each) => {
      const record = records.get(each.key);
      const name = [record?.given, record?.family].filter((part) => part !== undefined && part !== '').join(' ');
      return [
        each.key,
        record?.number ?? '',
        name,
        record?.birthDate ?? '',
        context.messages.score(each.score),
        band[each.band],
        decision[each.decision],
      ].map((text) => ({ text }));
    }),
    { width: style.width, chalk: style.chalk, more: context.messages.more },
  );
  const why = renderFacts(
    result.candidates.map((each) => [each.key, reasonsInWords(context.messages, each)]),
    style,
  );
  return `${style.chalk.bold(duplicates.title(key))}\n\n${table}\n\n${[why, ...notes].join('\n')}`;
}

/** Who may be the same person as the subject of a request, or as a customer; several share one pass. */
export async function duplicates(context: Context, { words, options }: CommandInput): Promise<ExitCode> {
  if (options['all'] === true) {
    if (words.length > 0) throw new BelboEraseError('TOO_MANY_ARGUMENTS', { command: 'duplicates --all' });
    return (await import('./duplicates-all.js')).allDuplicates(context);
  }
  if (words.length === 0)
    throw new BelboEraseError('MISSING_ARGUMENT', { argument: 'request|customer', command: 'duplicates ' });
  const found = await context.withSession(async (session) => find(session, [...new Set(words)]));
  const toJson = ({ key, own, candidates, crowded, left }: Found): Readonly<Record<string, unknown>> => ({
    subject: { key, records: own },
    candidates,
    crowded,
    left,
  });
  const [first] = found;
  await context.print({
    ...(found.length === 1 && first !== undefined
      ? { json: toJson(first) }
      : { json: { subjects: found.map(toJson) }, jsonList: { key: 'subjects', fields: jsonFields.duplicates } }),
    tsv: {
      headers: ['subject', 'candidate', 'score', 'band', 'decision', 'shares', 'reasons'],
      rows: found.flatMap(({ key, candidates }) =>
        candidates.map((each) => [
          key,
          each.key,
          each.score.toFixed(2),
          each.band,
          each.decision,
          each.shares.join(','),
          each.reasons.map(({ field, level, weight }) => `${field}:${level}:${weight.toFixed(2)}`).join(' '),
        ]),
      ),
    },
    terminal: async (style) => (await Promise.all(found.map(async (each) => draw(context, each, style)))).join('\n\n'),
  });
  return ExitCode.ok;
}
