import { readRows } from '../database/read-rows.js';
import type { ProgressListener } from '../progress.js';
import type { DecisionSource } from './decisions.js';
import { searchCandidates, type MatchingSettings, type MatchSource } from './find-candidates.js';
import type { Candidate, SearchResult } from './pending-candidates.js';
import { joinMerged, readMerges } from './merged-records.js';
import type { PhoneCountry } from './normalise.js';
import { recordsOfPerson, verdictOn, type PersonRecords } from './person.js';
import { identifiersOf } from './read-identifiers.js';
import { recordOfRow } from './read-records.js';
import type { RawRecord } from './match-record.js';

/** What a search for people needs: the customers, how they are compared, and what was decided and merged. */
export interface PeopleSource extends DecisionSource {
  readonly country: PhoneCountry;
  readonly today: string;
  readonly matching: MatchingSettings;
  readonly onProgress?: ProgressListener;
}

/** Who may be one person, looked for with all that is known of them. */
export interface FoundPerson extends SearchResult {
  /** Key of the record asked about. */
  readonly key: string;
  readonly person: PersonRecords;
  /** Records that somebody said are the same person, each as it compares with the one asked about. */
  readonly same: readonly Candidate[];
}

function matchSource({ db, resolved, country, today, matching, onProgress }: PeopleSource): MatchSource {
  return { db, map: resolved, country, today, matching, ...(onProgress === undefined ? {} : { onProgress }) };
}

/** What records that were merged into these held, and these themselves before. */
async function formerRecords(source: PeopleSource, { records }: PersonRecords): Promise<RawRecord[]> {
  const { db, resolved, key: sealKey } = source;
  const { info, key } = resolved.subject;
  const keys = records.map((each) => each.split('\u001f'));
  const rows = await readRows(db, info.name, [...info.columns.keys()], key, keys);
  const current = {
    table: info.name,
    rows: new Map(rows.map((row) => [key.map((column) => String(row[column])).join('\u001f'), row])),
    identifiers: identifiersOf(rows, resolved.map.subject.identifiers, source.country),
  };
  const { former } = joinMerged(await readMerges(db, records), records, current, sealKey);
  return former.map((row) => recordOfRow(matchSource(source), row));
}

/** Candidates somebody has decided about, and whose decision holds. */
function decidedOf(person: PersonRecords): string[] {
  const named = person.decisions.flatMap(({ a, b }) => [a, b]);
  return named.filter((key) => verdictOn(person, key) !== 'undecided');
}

/**
 * Searches for the people these records are of, in ONE pass: with all records that were said to be theirs, and with what was merged
 * into them.
 * @param listed `all` candidates, or only those that are `undecided`
 * @param skipped candidates that are not to be listed this time, so that further ones are
 */
export async function searchPeople(
  source: PeopleSource,
  keys: readonly string[],
  listed: 'all' | 'undecided' = 'all',
  skipped: ReadonlySet<string> = new Set(),
): Promise<FoundPerson[]> {
  const people: PersonRecords[] = [];
  for (const key of keys) people.push(await recordsOfPerson(source, source.db, key));
  const former: RawRecord[][] = [];
  for (const person of people) former.push(await formerRecords(source, person));
  // The record asked about by itself, so that the others of the person are met as candidates.
  const alone = keys.filter((_, at) => listed === 'all' && (people[at]?.records.length ?? 0) > 1);
  const results = await searchCandidates(
    matchSource(source),
    [...people.map(({ records }) => records), ...alone.map((key) => [key])],
    {
      former,
      settled: people.map((person) => new Set([...skipped, ...(listed === 'all' ? [] : decidedOf(person))])),
    },
  );
  return people.map((person, at): FoundPerson => {
    const key = keys[at] ?? '';
    const result = results[at] ?? { candidates: [], crowded: [], left: 0, likely: [], sharing: [] };
    const own = results[people.length + alone.indexOf(key)];
    const isOwn = ({ key: other }: Candidate): boolean => person.records.includes(other);
    return { ...result, key, person, same: alone.includes(key) ? (own?.candidates.filter(isOwn) ?? []) : [] };
  });
}
