import type { Hit } from '../customers/find-in-text.js';
import type { Identifiers } from '../customers/identifiers.js';
import {
  foldName,
  normaliseCustomerNumber,
  normaliseEmail,
  normalisePhone,
  type PhoneCountry,
} from '../customers/normalise.js';
import type { CellHit } from './scan-text.js';
import { joinKey, type Subject } from './subject.js';

/** One identifier in comparable form: `email:anna@web.example`, `phone:49301234567`, `name:anna mueller`, `number:K-100234`. */
export type IdentifierKey = string;

/** Comparable form of the identifier a hit stands for. */
export function identifierKey(
  identifiers: Identifiers,
  hit: Pick<Hit, 'kind' | 'value'>,
  country: PhoneCountry,
): IdentifierKey {
  switch (hit.kind) {
    case 'email':
      return `email:${normaliseEmail(identifiers.emails[hit.value] ?? '')}`;
    case 'phone':
      return `phone:${normalisePhone(identifiers.phones[hit.value] ?? '', country) ?? ''}`;
    case 'number':
      return `number:${normaliseCustomerNumber(identifiers.numbers[hit.value] ?? '')}`;
    case 'name': {
      const name = identifiers.names[hit.value];
      return `name:${foldName(`${name?.given ?? ''} ${name?.family ?? ''}`)}`;
    }
  }
}

/**
 * Who else holds an identifier of a subject: other customers, staff logins. What a rival holds proves nothing: it is
 * left alone until a person decides.
 */
export class Holders {
  private readonly bySubject = new Map<number, Map<IdentifierKey, Set<string>>>();

  constructor(
    private readonly subjects: readonly Subject[],
    private readonly country: PhoneCountry,
  ) {}

  /** Notes hits in who-columns of a row that is none of the subject's own records. */
  add(hits: readonly CellHit[], subjectTable: string): void {
    for (const { table, key, hit } of hits) {
      const subject = this.subjects[hit.subject];
      if (subject === undefined) continue;
      if (table === subjectTable && subject.records.some((record) => joinKey(record) === joinKey(key))) continue;
      const keys = this.bySubject.get(hit.subject) ?? new Map<IdentifierKey, Set<string>>();
      this.bySubject.set(hit.subject, keys);
      const id = identifierKey(subject.identifiers, hit, this.country);
      keys.set(id, (keys.get(id) ?? new Set<string>()).add(`${table}\u001f${joinKey(key)}`));
    }
  }

  /** Rows, as `table\u001fkey`, of others who hold what the hit found; empty when it can only be the subject. */
  of(hit: Hit): ReadonlySet<string> {
    const subject = this.subjects[hit.subject];
    const id = subject === undefined ? '' : identifierKey(subject.identifiers, hit, this.country);
    return this.bySubject.get(hit.subject)?.get(id) ?? new Set();
  }

  /** All shared identifiers of a subject. */
  sharedBy(subject: number): ReadonlySet<IdentifierKey> {
    return new Set(this.bySubject.get(subject)?.keys() ?? []);
  }
}
