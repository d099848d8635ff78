import type { Identifiers } from '../customers/identifiers.js';
import type { RowKey } from './plan.js';

/** The person a request is about: their customer records, and everything that finds them elsewhere. */
export interface Subject {
  readonly requestId: string;
  readonly records: readonly RowKey[];
  readonly identifiers: Identifiers;
}

/** One text for a key of several columns. The separator cannot stand in a key: the scan uses it between cells, too. */
export const joinKey = (key: RowKey): string => key.join('\u001f');

/** The key that `joinKey` joined. */
export const splitKey = (joined: string): RowKey => joined.split('\u001f');
