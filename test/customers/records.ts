import { readRecord, type MatchRecord, type RawRecord } from '../../src/customers/match-record.js';
import { expectedPopulation } from '../../src/customers/population.js';
import type { MatchModel } from '../../src/customers/score.js';
import { defaultMatching } from '../../src/config/matching.js';

/** A raw record with only what a test is about. */
function raw(given: Partial<RawRecord>): RawRecord {
  return {
    key: '1',
    number: '',
    given: '',
    family: '',
    birthName: '',
    birthDate: '',
    emails: [],
    phones: [],
    streets: [],
    houseNumber: '',
    postalCode: '',
    city: '',
    country: '',
    ...given,
  };
}

/** The same, read. */
export function record(given: Partial<RawRecord>): MatchRecord {
  return readRecord(raw(given), 'DE');
}

/** A salon of 2,000 customers in which nothing has been counted, but for what a test says. */
export function model(given: Partial<MatchModel> = {}): MatchModel {
  return {
    ...defaultMatching,
    records: 2000,
    countOf: () => 0,
    population: expectedPopulation,
    neverMergeOn: new Set(['email', 'phone', 'street', 'place']),
    ...given,
  };
}
