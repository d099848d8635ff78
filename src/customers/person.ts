import { createHash } from 'node:crypto';
import type { Queries } from '../database/database.js';
import { decidedAmong, readDecisions, type Decision, type DecisionSource } from './decisions.js';

/** The records that decisions say are one person's. */
export interface PersonRecords {
  /** Keys, the one asked about first. */
  readonly records: readonly string[];
  /** All decisions that name one of them. */
  readonly decisions: readonly Decision[];
  /** Records of which a decision no longer holds, or which decisions contradict each other about: to be asked again. */
  readonly doubtful: readonly string[];
  /** Equal exactly when none of it has changed. */
  readonly digest: string;
}

const other = (decision: Decision, keys: ReadonlySet<string>): string =>
  keys.has(decision.a) ? decision.b : decision.a;

/** Follows the valid decisions `same` from one record to all of the person's. */
export async function recordsOfPerson(source: DecisionSource, queries: Queries, key: string): Promise<PersonRecords> {
  const records = new Set([key]);
  let decisions: Decision[] = [];
  for (let known = 0; known < records.size;) {
    known = records.size;
    decisions = await readDecisions(source, queries, [...records]);
    for (const decision of decisions) {
      if (decision.verdict === 'same' && decision.state === 'valid') records.add(decision.a).add(decision.b);
    }
  }
  const doubtful = new Set<string>();
  for (const decision of decisions) {
    const inside = records.has(decision.a) && records.has(decision.b);
    // Said to be another person, yet the same as one of the records: one of the two decisions is wrong.
    if (inside && decision.verdict === 'different' && decision.state === 'valid')
      doubtful.add(decision.a === key ? decision.b : decision.a);
    if (!inside && decision.verdict === 'same' && decision.state === 'stale') doubtful.add(other(decision, records));
  }
  return close([...records], decisions, [...doubtful]);
}

function close(records: readonly string[], decisions: readonly Decision[], doubtful: readonly string[]): PersonRecords {
  const content = decisions.map(({ a, b, verdict, state }) => [a, b, verdict, state].join('\u001f')).sort();
  const digest = createHash('sha256')
    .update(JSON.stringify([[...records].sort(), content]))
    .digest('hex');
  return { records, decisions, doubtful, digest };
}

/** A person of whose only record nobody has decided anything. */
export function undecidedPerson(key: string): PersonRecords {
  return close([key], [], []);
}

/** What `recordsOfPerson` finds, for each of several persons; most of them have nothing decided, and are asked about at once. */
export async function recordsOfPersons(
  source: DecisionSource,
  queries: Queries,
  keys: readonly string[],
): Promise<PersonRecords[]> {
  const decided = await decidedAmong(queries, keys);
  const persons: PersonRecords[] = [];
  for (const key of keys)
    persons.push(decided.has(key) ? await recordsOfPerson(source, queries, key) : undecidedPerson(key));
  return persons;
}

/** What is decided of a record that may be the person's, by any of the decisions about their records that still hold. */
export function verdictOn(person: PersonRecords, candidate: string): 'same' | 'different' | 'undecided' {
  if (person.doubtful.includes(candidate)) return 'undecided';
  if (person.records.includes(candidate)) return 'same';
  const held = person.decisions.filter(
    (each) => each.state === 'valid' && each.verdict === 'different' && (each.a === candidate || each.b === candidate),
  );
  return held.length > 0 ? 'different' : 'undecided';
}
