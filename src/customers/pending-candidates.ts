import { mostHolders } from './agreement.js';
import type { MatchRecord } from './match-record.js';
import { compareRecords, mayBeOnePerson, type Band, type MatchModel, type Reason, type Score } from './score.js';

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
  /** Best first, see `byLikelihood`. */
  readonly candidates: readonly Candidate[];
  readonly crowded: readonly CrowdedValue[];
  /** How many come into question beyond the `mostCandidates` best, which are not listed. */
  readonly left: number;
  /** Keys of all in the bands match and possible, those that are not listed or settled included. */
  readonly likely: readonly string[];
  /** Who holds an identifier alike, as `email:key`, listed or not; `email:` when so many do that they are not told apart. */
  readonly sharing: readonly string[];
}

/** Most candidates listed for one subject; whoever has more shares a name like a placeholder. */
const mostCandidates = 100;
/** Records met before those are looked for that cannot come into question any more. */
const fewPending = 64;

function shared(a: MatchRecord, b: MatchRecord): readonly SharedIdentifier[] {
  if (a.emails.length + a.phones.length === 0 && a.number === '') return nothing;
  const shares: SharedIdentifier[] = [];
  if (a.emails.some((left) => b.emails.some((right) => left.address === right.address))) shares.push('email');
  if (a.phones.some((left) => b.phones.some((right) => left.number === right.number))) shares.push('phone');
  if (a.number !== '' && a.number === b.number) shares.push('number');
  return shares;
}

const nothing: readonly SharedIdentifier[] = [];

const byKey = (a: { readonly key: string }, b: { readonly key: string }): number =>
  a.key < b.key ? -1 : Number(a.key > b.key);

const bands: readonly Band[] = ['different', 'possible', 'match'];

/** Best first: by band, then by score, for what may be a coincidence proves less than its score says; equals by key. */
export function byLikelihood(
  a: Pick<Candidate, 'key' | 'band' | 'score'>,
  b: Pick<Candidate, 'key' | 'band' | 'score'>,
): number {
  return bands.indexOf(b.band) - bands.indexOf(a.band) || b.score - a.score || byKey(a, b);
}

/** A band before a score: what may be a coincidence proves less than its score says. */
const isBetter = (a: Score, b: Score): boolean =>
  a.band === b.band ? a.score > b.score : bands.indexOf(a.band) > bands.indexOf(b.band);

/** What one subject is looked for with. */
export interface PendingOptions {
  readonly own: readonly MatchRecord[];
  /** What else they are reached by: compared for what is shared only. */
  readonly contacts?: readonly MatchRecord[];
  /** Keys that need not be listed, because somebody has decided about them. */
  readonly settled: ReadonlySet<string>;
  /** Records kept before the least likely ones are dropped; more than are listed. */
  readonly most: number;
  /** Not every value is counted yet: where more come into question than are kept, all are let go, to be looked at again. */
  readonly isFirst?: boolean;
}

/** The records met so far that may be one subject. */
export class Pending {
  private records: MatchRecord[] = [];
  private readonly holders = new Map<SharedIdentifier, number>();
  private readonly likelyDropped: string[] = [];
  private dropped = 0;
  /** So many records are kept before they are looked through again. */
  private full = fewPending;

  constructor(private readonly options: PendingOptions) {}

  /** More came into question than are kept while nothing is counted in full: they are to be looked at again, counted. */
  get overflowed(): boolean {
    return this.dropped > 0;
  }

  private best(record: MatchRecord, model: MatchModel): Candidate {
    const scores = this.options.own.map((each) => compareRecords(each, record, model));
    const best = scores.reduce((a, b) => (isBetter(b, a) ? b : a));
    return { key: record.key, ...best, shares: this.sharesOf(record) };
  }

  private sharesOf(record: MatchRecord): readonly SharedIdentifier[] {
    const { own, contacts = [] } = this.options;
    const shares = new Set<SharedIdentifier>();
    for (const each of own) for (const field of shared(each, record)) shares.add(field);
    for (const each of contacts) for (const field of shared(each, record)) shares.add(field);
    return shares.size === 0 ? nothing : [...shares].sort();
  }

  private comesIntoQuestion({ band, shares }: Candidate): boolean {
    return band !== 'different' || shares.some((field) => (this.holders.get(field) ?? 0) <= mostHolders);
  }

  /** @param model by which no score is less than it will be in the end */
  add(record: MatchRecord, model: MatchModel): void {
    if (this.options.isFirst === true && this.overflowed) return;
    const shares = this.sharesOf(record);
    for (const field of shares) this.holders.set(field, (this.holders.get(field) ?? 0) + 1);
    if (shares.length === 0 && !this.options.own.some((each) => mayBeOnePerson(each, record, model))) return;
    if (!this.comesIntoQuestion(this.best(record, model))) return;
    this.records.push(record);
    if (this.records.length >= this.full) this.lookThrough(model);
  }

  /** Lets go of records that what was counted since speaks against; of too many that are left, the least likely ones are dropped. */
  private lookThrough(model: MatchModel): void {
    const { most, settled, isFirst } = this.options;
    let left = this.records.map((record) => ({ record, candidate: this.best(record, model) }));
    left = left.filter(({ candidate }) => this.comesIntoQuestion(candidate));
    if (left.length >= 2 * most && isFirst === true) {
      this.dropped = left.length;
      left = [];
    }
    if (left.length >= 2 * most) {
      // In an order that does not depend on how the engine hands out the rows.
      left.sort(
        (a, b) =>
          Number(settled.has(a.candidate.key)) - Number(settled.has(b.candidate.key)) ||
          byLikelihood(a.candidate, b.candidate),
      );
      const going = left.splice(most);
      this.dropped += going.length;
      for (const { candidate } of going) if (candidate.band !== 'different') this.likelyDropped.push(candidate.key);
    }
    this.records = left.map(({ record }) => record);
    this.full = Math.max(fewPending, Math.min(2 * most, 2 * left.length));
  }

  /** What was found, by a model in which everything is counted. */
  result(model: MatchModel): SearchResult {
    const { settled } = this.options;
    const crowded = [...this.holders]
      .filter(([, records]) => records > mostHolders)
      .map(([field, records]) => ({ field, records }));
    const all = this.records
      .map((record) => this.best(record, model))
      .filter((candidate) => this.comesIntoQuestion(candidate))
      .sort(byLikelihood);
    const open = all.filter(({ key }) => !settled.has(key));
    const sharing = all.flatMap(({ key, shares }) => shares.map((field) => `${field}:${key}`));
    const likely = all.filter(({ band }) => band !== 'different').map(({ key }) => key);
    return {
      candidates: open.slice(0, mostCandidates),
      crowded: crowded.sort((a, b) => (a.field < b.field ? -1 : 1)),
      left: this.dropped + Math.max(0, open.length - mostCandidates),
      likely: [...likely, ...this.likelyDropped],
      sharing: [...sharing, ...crowded.map(({ field }) => `${field}:`)],
    };
  }
}
