import type { Value } from '../database/database.js';
import type { ProgressListener } from '../progress.js';
import { mostHolders, type MatchField } from './agreement.js';
import { phoneCountry, readRecord, type MatchRecord, type RawRecord } from './match-record.js';
import { hopefulPopulation, PopulationEstimate } from './population.js';
import {
  keyOf,
  readCustomers,
  selectCustomers,
  toRawRecord,
  type CustomerSelect,
  type CustomerSource,
} from './read-records.js';
import { compareRecords, type Band, type MatchModel, type Reason } from './score.js';
import { SearchIndex, type RowHits } from './search-index.js';
import type { SubjectMasks } from './subject-masks.js';

/** From which score on two records are a match, or have to be looked at (log2 odds). */
export interface MatchingSettings {
  readonly match: number;
  readonly possible: number;
}

/** Identifiers that two records hold alike, letter by letter after normalising. */
export type SharedIdentifier = 'email' | 'phone' | 'number';

/** A record that may be the same person as a subject, or holds one of the subject's identifiers. */
export interface Candidate {
  /** Joined key. */
  readonly key: string;
  readonly score: number;
  /** `different`: a rival, shown because of what it shares. */
  readonly band: Band;
  /** Their weights add up to the score. */
  readonly reasons: readonly Reason[];
  readonly shares: readonly SharedIdentifier[];
}

/** A contact so many records hold that they are not listed one by one: the salon's own number, a company's e-mail. */
export interface CrowdedValue {
  readonly field: SharedIdentifier;
  readonly records: number;
}

/** What the search found for one subject. */
export interface SearchResult {
  /** Best first, equals by key. */
  readonly candidates: readonly Candidate[];
  readonly crowded: readonly CrowdedValue[];
  /** How many come into question beyond the `mostCandidates` best, which are not listed. */
  readonly left: number;
  /** Keys of all in the bands match and possible, those that are not listed or settled included. */
  readonly likely: readonly string[];
}

/** What else is known of the subjects, in their order. */
export interface SearchOptions {
  /** What records of theirs held before a merge: whoever looks like one of these is a candidate as well. */
  readonly former?: readonly (readonly RawRecord[])[];
  /** Keys that need not be listed, because somebody has decided about them. */
  readonly settled?: readonly ReadonlySet<string>[];
}

/** The customers searched, and how. */
export interface MatchSource extends CustomerSource {
  readonly matching: MatchingSettings;
  readonly onProgress?: ProgressListener;
}

/** Most candidates listed for one subject; whoever has more shares a name like a placeholder. */
const mostCandidates = 100;
/** Records kept for a subject while the customers are read, before the least likely ones are dropped. */
const mostPending = 4000;

/** Fields of a map's `never_merge_on`. */
export function neverMergeOn(map: CustomerSource['map']): ReadonlySet<MatchField> {
  const fields = { email: ['email'], phone: ['phone'], address: ['street', 'place'] } as const;
  return new Set(map.map.matching.never_merge_on.flatMap((contact): readonly MatchField[] => fields[contact]));
}

function shared(a: MatchRecord, b: MatchRecord): readonly SharedIdentifier[] {
  const shares: SharedIdentifier[] = [];
  if (a.emails.some((left) => b.emails.some((right) => left.address === right.address))) shares.push('email');
  if (a.phones.some((left) => b.phones.some((right) => left.number === right.number))) shares.push('phone');
  if (a.number !== '' && a.number === b.number) shares.push('number');
  return shares;
}

const byKey = (a: { readonly key: string }, b: { readonly key: string }): number =>
  a.key < b.key ? -1 : Number(a.key > b.key);

const byScore = (a: Candidate, b: Candidate): number => b.score - a.score || byKey(a, b);

/** The records met so far that may be one subject. */
class Pending {
  private records: MatchRecord[] = [];
  private readonly holders = new Map<SharedIdentifier, number>();
  private readonly likelyDropped: string[] = [];
  private dropped = 0;

  constructor(private readonly own: readonly MatchRecord[]) {}

  /** More came into question than are kept while nothing is counted in full: they are to be looked at again, counted. */
  get overflowed(): boolean {
    return this.dropped > 0;
  }

  private best(record: MatchRecord, model: MatchModel): Candidate {
    const scores = this.own.map((each) => compareRecords(each, record, model));
    const best = scores.reduce((a, b) => (b.score > a.score ? b : a));
    const shares = new Set(this.own.flatMap((each) => shared(each, record)));
    return { key: record.key, ...best, shares: [...shares].sort() };
  }

  add(record: MatchRecord, model: MatchModel): void {
    const candidate = this.best(record, model);
    for (const field of candidate.shares) this.holders.set(field, (this.holders.get(field) ?? 0) + 1);
    const rival = candidate.shares.some((field) => (this.holders.get(field) ?? 0) <= mostHolders);
    if (candidate.band === 'different' && !rival) return;
    this.records.push(record);
    if (this.records.length < 2 * mostPending) return;
    // In an order that does not depend on how the engine hands out the rows.
    const ranked = this.records.map((each) => ({ each, ...this.best(each, model) })).sort(byScore);
    this.records = ranked.slice(0, mostPending).map(({ each }) => each);
    const going = ranked.slice(mostPending);
    this.dropped += going.length;
    for (const { key, band } of going) if (band !== 'different') this.likelyDropped.push(key);
  }

  result(model: MatchModel, settled: ReadonlySet<string>): SearchResult {
    const crowded = [...this.holders]
      .filter(([, records]) => records > mostHolders)
      .map(([field, records]) => ({ field, records }));
    const isCrowded = (field: SharedIdentifier): boolean => crowded.some((each) => each.field === field);
    const all = this.records
      .map((record) => this.best(record, model))
      .filter(({ band, shares }) => band !== 'different' || shares.some((field) => !isCrowded(field)))
      .sort(byScore);
    const open = all.filter(({ key }) => !settled.has(key));
    const likely = all.filter(({ band }) => band !== 'different').map(({ key }) => key);
    return {
      candidates: open.slice(0, mostCandidates),
      crowded: crowded.sort((a, b) => (a.field < b.field ? -1 : 1)),
      left: this.dropped + Math.max(0, open.length - mostCandidates),
      likely: [...likely, ...this.likelyDropped],
    };
  }
}

/** Numbers of the subjects a row has two weak keys, or a strong one, in common with. */
function subjectsOf({ weak, strong }: RowHits, masks: SubjectMasks, found: number[]): void {
  found.length = 0;
  if (strong.length === 0 && weak.length < 2) return;
  for (let at = 0; at < masks.width; at += 1) {
    let once = 0;
    let twice = 0;
    for (const mask of weak) {
      const word = masks.word(mask, at);
      twice |= once & word;
      once |= word;
    }
    for (const mask of strong) twice |= masks.word(mask, at);
    for (let bits = twice; bits !== 0; bits &= bits - 1) found.push(at * 32 + 31 - Math.clz32(bits & -bits));
  }
}

/** A subject of one pass. */
interface Searched {
  /** Joined keys of its records. */
  readonly keys: readonly string[];
  readonly own: readonly MatchRecord[];
}

async function readSubjects(
  source: MatchSource,
  subjects: readonly (readonly string[])[],
  former: SearchOptions['former'] = [],
): Promise<readonly Searched[]> {
  const raw = await readCustomers(source, [...new Set(subjects.flat())]);
  return subjects.map((keys, subject) => {
    const present = keys.flatMap((key) => raw.get(key) ?? []);
    // Whose records are all gone is nobody any more, whatever they once held.
    const known = present.length === 0 ? [] : [...present, ...(former[subject] ?? [])];
    return { keys, own: known.map((record) => readRecord(record, source.country)) };
  });
}

/** One streaming pass: hands every record that may be a subject's to `meet`, with the rows read so far. Returns all rows. */
async function pass(
  source: MatchSource,
  subjects: readonly Searched[],
  index: SearchIndex,
  { layout, sql, bindings }: CustomerSelect,
  meet: (subject: number, record: MatchRecord, records: number) => void,
  onRow: (row: readonly Value[]) => void = () => undefined,
): Promise<number> {
  const owners = new Map<string, number[]>();
  subjects.forEach(({ keys }, subject) =>
    keys.forEach((key) => owners.set(key, [...(owners.get(key) ?? []), subject])),
  );
  const hits: RowHits = { weak: [], strong: [] };
  const found: number[] = [];
  let records = 0;
  for await (const batch of source.db.batches(sql, bindings)) {
    for (const row of batch) {
      onRow(row);
      index.look(row, hits);
      subjectsOf(hits, index.masks, found);
      if (found.length === 0) continue;
      const self = owners.get(keyOf(row, layout));
      const raw = toRawRecord(row, layout);
      const record = readRecord(raw, phoneCountry(raw.country, source.country));
      for (const subject of found) {
        if (subjects[subject]?.own.length !== 0 && self?.includes(subject) !== true) meet(subject, record, records);
      }
    }
    records += batch.length;
    source.onProgress?.({ stage: 'match', done: records, total: null, unit: 'rows' });
  }
  return records;
}

/**
 * Searches the customers for the people that some of them are, in ONE streaming pass for any number of subjects, each given as the
 * joined keys of its records. What is indexed are the few subjects; of the database nothing is kept but what comes into question.
 * A subject whose records are all gone gets no candidates. Only where thousands come into question, for a name like a placeholder,
 * a second pass looks at them with every value counted.
 */
export async function searchCandidates(
  source: MatchSource,
  subjects: readonly (readonly string[])[],
  { former, settled = [] }: SearchOptions = {},
): Promise<readonly SearchResult[]> {
  if (subjects.length === 0) return [];
  const searched = await readSubjects(source, subjects, former);
  const select = await selectCustomers(source);
  const indexOf = (some: readonly Searched[]): SearchIndex =>
    new SearchIndex(
      some.map(({ own }) => own),
      select.layout,
      source.country,
    );
  const index = indexOf(searched);
  const model = {
    ...source.matching,
    population: hopefulPopulation,
    countOf: index.counts.countOf,
    neverMergeOn: neverMergeOn(source.map),
  };
  const estimate = new PopulationEstimate(select.layout);
  const pending = searched.map(({ own }) => new Pending(own));
  // Nothing has been counted in full yet: no score can come out higher than this one, made as if every value were rare.
  const records = await pass(
    source,
    searched,
    index,
    select,
    (subject, record, read) => pending[subject]?.add(record, { ...model, records: read, countOf: () => 0 }),
    (row) => estimate.add(row),
  );
  const counted: MatchModel = { ...model, records, population: estimate.result() };
  const crowd = searched.filter((_, at) => pending[at]?.overflowed === true);
  const again = new Map(crowd.map((each) => [each, new Pending(each.own)]));
  // Its own index, whose counters nobody reads: those of the first pass stand.
  if (crowd.length > 0)
    await pass(source, crowd, indexOf(crowd), select, (subject, record) => {
      const each = crowd[subject];
      if (each !== undefined) again.get(each)?.add(record, counted);
    });
  return searched.map((each, at) => {
    const found = again.get(each) ?? pending[at] ?? new Pending(each.own);
    return found.result(counted, settled[at] ?? new Set());
  });
}

/** The candidates of each subject; see `searchCandidates`. */
export async function findCandidates(
  source: MatchSource,
  subjects: readonly (readonly string[])[],
): Promise<(readonly Candidate[])[]> {
  return (await searchCandidates(source, subjects)).map((each) => each.candidates);
}
