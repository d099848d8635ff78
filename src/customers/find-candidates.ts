import type { ProgressListener } from '../progress.js';
import type { MatchField } from './agreement.js';
import type { CustomerRows } from './customer-rows.js';
import {
  contactRecords,
  phoneCountry,
  readRecord,
  type Contacts,
  type MatchRecord,
  type RawRecord,
} from './match-record.js';
import { rememberedNames } from './name-value.js';
import { hopefulPopulation, PopulationEstimate } from './population.js';
import {
  countCustomers,
  readCustomers,
  selectCustomers,
  toRawRecord,
  type CustomerSelect,
  type CustomerSource,
} from './read-records.js';
import { Pending, type Candidate, type SearchResult } from './pending-candidates.js';
import type { MatchModel } from './score.js';
import { SearchIndex } from './search-index.js';
import { openRows, streamCustomers } from './stream-customers.js';

/** From which score on two records are a match, or have to be looked at (log2 odds). */
export interface MatchingSettings {
  readonly match: number;
  readonly possible: number;
}

/** What else is known of the subjects, in their order. */
export interface SearchOptions {
  /** What records of theirs held before a merge: whoever looks like one of these is a candidate as well. */
  readonly former?: readonly (readonly RawRecord[])[];
  /** Keys that need not be listed, because somebody has decided about them. */
  readonly settled?: readonly ReadonlySet<string>[];
  /**
   * What else they are reached by, such as the e-mail of an online account: whoever holds it as well shares it, and is no more alike
   * for that.
   */
  readonly contacts?: readonly Contacts[];
}

/** The customers searched, and how. */
export interface MatchSource extends CustomerSource {
  readonly matching: MatchingSettings;
  readonly onProgress?: ProgressListener;
}

/** Records kept of all subjects together while the customers are read, and of one of them. */
const mostPending = { together: 20_000, least: 150, most: 4000 } as const;

/** What contacts that differ take from a score until they turn out to be held by too many to count. */
const crowdedLater = 4;

/** Fields of a map's `never_merge_on`. */
export function neverMergeOn(map: CustomerSource['map']): ReadonlySet<MatchField> {
  const fields = { email: ['email'], phone: ['phone'], address: ['street', 'place'] } as const;
  return new Set(map.map.matching.never_merge_on.flatMap((contact): readonly MatchField[] => fields[contact]));
}

/** A subject of one pass. */
interface Searched {
  /** Joined keys of its records. */
  readonly keys: readonly string[];
  readonly own: readonly MatchRecord[];
  readonly contacts: readonly MatchRecord[];
  /** Keys that need not be listed. */
  readonly settled: ReadonlySet<string>;
}

async function readSubjects(
  source: MatchSource,
  subjects: readonly (readonly string[])[],
  { former = [], settled = [], contacts = [] }: SearchOptions,
): Promise<readonly Searched[]> {
  const raw = await readCustomers(source, [...new Set(subjects.flat())]);
  return subjects.map((keys, subject) => {
    const present = keys.flatMap((key) => raw.get(key) ?? []);
    // Whose records are all gone is nobody any more, whatever they once held.
    const known = present.length === 0 ? [] : [...present, ...(former[subject] ?? [])];
    return {
      keys,
      own: known.map((record) => readRecord(record, source.country)),
      contacts: contactRecords(contacts[subject]).map((record) => readRecord(record, source.country)),
      settled: settled[subject] ?? new Set(),
    };
  });
}

/** One streaming pass: hands every record that may be a subject's to `meet`. Returns how many there are. */
async function pass(
  source: MatchSource,
  subjects: readonly Searched[],
  index: SearchIndex,
  select: CustomerSelect,
  rows: CustomerRows,
  meet: (subject: number, record: MatchRecord) => void,
  estimate?: PopulationEstimate,
): Promise<number> {
  const owners = new Map<string, number[]>();
  subjects.forEach(({ keys }, subject) =>
    keys.forEach((key) => owners.set(key, [...(owners.get(key) ?? []), subject])),
  );
  const name = rememberedNames();
  const look = (): void => {
    const hits = index.look(rows);
    estimate?.add(rows, hits.roads);
    for (let row = 0; row < rows.count; row += 1) {
      const met = hits.subjectsOf(row);
      if (met.length === 0) continue;
      const raw = toRawRecord(rows.cellsOf(row), select.layout);
      const self = owners.get(raw.key);
      const record = readRecord(raw, phoneCountry(raw.country, source.country), name);
      for (const subject of met) {
        if (subjects[subject]?.own.length !== 0 && self?.includes(subject) !== true) meet(subject, record);
      }
    }
  };
  return streamCustomers(source, select, rows, look, (done) =>
    source.onProgress?.({ stage: 'match', done, total: null, unit: 'rows' }),
  );
}

/**
 * Searches the customers for the people that some of them are, in ONE streaming pass for any number of subjects, each given as the
 * joined keys of its records. What is indexed are the few subjects; of the database nothing is kept but what comes into question.
 * A subject whose records are all gone gets no candidates. Only where very many come into question, for a name like a placeholder,
 * a second pass looks at them with every value counted.
 */
export async function searchCandidates(
  source: MatchSource,
  subjects: readonly (readonly string[])[],
  options: SearchOptions = {},
): Promise<readonly SearchResult[]> {
  if (subjects.length === 0) return [];
  const searched = await readSubjects(source, subjects, options);
  const select = await selectCustomers(source);
  const rows = await openRows(select);
  const indexOf = (some: readonly Searched[]): SearchIndex =>
    new SearchIndex(rows.memory, some, select.layout, source.country);
  const pendingOf = (some: readonly Searched[], isFirst: boolean): Pending[] => {
    const share = Math.trunc(mostPending.together / some.length);
    const most = Math.min(mostPending.most, Math.max(mostPending.least, share));
    return some.map((each) => new Pending({ ...each, most, isFirst }));
  };
  const index = indexOf(searched);
  const pending = pendingOf(searched, true);
  const estimate = new PopulationEstimate(rows.memory, select.layout);
  // Values are counted while the rows pass by: what is counted so far makes no score less than it will be in the end.
  let hopeful: MatchModel | null = null;
  const early: (readonly [number, MatchRecord])[] = [];
  const meet = (subject: number, record: MatchRecord): void => {
    if (hopeful === null) early.push([subject, record]);
    else pending[subject]?.add(record, hopeful);
  };
  // A server takes a while to count, and can meanwhile send rows.
  const counting = countCustomers(source).then((records): MatchModel => {
    hopeful = {
      ...source.matching,
      possible: source.matching.possible - crowdedLater,
      records,
      population: hopefulPopulation,
      countOf: index.counts.countOf,
      neverMergeOn: neverMergeOn(source.map),
    };
    for (const [subject, record] of early.splice(0)) meet(subject, record);
    return hopeful;
  });
  const [records, model] = await Promise.all([pass(source, searched, index, select, rows, meet, estimate), counting]);
  const counted: MatchModel = { ...model, ...source.matching, records, population: estimate.result() };
  const crowd = searched.filter((_, at) => pending[at]?.overflowed === true);
  const again = pendingOf(crowd, false);
  // Its own index, whose counters nobody reads: those of the first pass stand.
  if (crowd.length > 0)
    await pass(source, crowd, indexOf(crowd), select, rows, (subject, record) => again[subject]?.add(record, counted));
  return pending.map((each, at) => {
    const subject = searched[at];
    const found = subject === undefined ? undefined : again[crowd.indexOf(subject)];
    return (found ?? each).result(counted);
  });
}

/** The candidates of each subject; see `searchCandidates`. */
export async function findCandidates(
  source: MatchSource,
  subjects: readonly (readonly string[])[],
): Promise<(readonly Candidate[])[]> {
  return (await searchCandidates(source, subjects)).map((each) => each.candidates);
}
