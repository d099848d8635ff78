import { normaliseCustomerNumber, normaliseEmail, normalisePhone, type PhoneCountry } from '../customers/normalise.js';
import type { Value } from '../database/database.js';
import { foldKey } from '../database/dialect.js';
import { isSoft, isUpward, owns } from '../data-map/links.js';
import type { ResolvedLink, ResolvedMap, ResolvedTable } from '../data-map/resolve.js';
import type { Branch } from './collection-statement.js';
import type { RowKey } from './plan.js';
import { joinKey, splitKey, type Subject } from './subject.js';

type Matched = 'email' | 'phone' | 'number';

/** @param country whose telephone numbers are written without a calling code */
function normaliser(kind: Matched, country: PhoneCountry): (text: string) => string | null {
  if (kind === 'email') return normaliseEmail;
  return kind === 'phone' ? (text) => normalisePhone(text, country) : normaliseCustomerNumber;
}

/**
 * Whether a stored value is this identifier. SQL compares by collation, which takes `müller@x` for `muller@x`; this compares exactly,
 * on normalised values.
 */
export function isIdentifier(kind: Matched, stored: Value, identifier: string, country: PhoneCountry): boolean {
  const normalise = normaliser(kind, country);
  const normal = stored === null ? null : normalise(String(stored));
  return normal !== null && normal !== '' && normal === normalise(identifier);
}

/**
 * Says on which of several subjects a row of the collection hangs, from what the row was found by. Empty where that cannot be told for
 * certain: SQL goes by collations, and a reference need not be to a key.
 */
export class RowOwners {
  private readonly records = new Map<string, Map<string, Set<number>>>();
  private readonly identifiers = new Map<Matched, Map<string, Set<number>>>();
  /** By `table\u001fkey`: whose row it is by any link, and by a link that owns. */
  private readonly anyhow = new Map<string, Set<number>>();
  private readonly owned = new Map<string, Set<number>>();
  /** By upward link and the joined columns it refers to. */
  private readonly references = new Map<ResolvedLink, Map<string, Set<number>>>();

  constructor(
    private readonly resolved: ResolvedMap,
    private readonly subjects: readonly Subject[],
    private readonly country: PhoneCountry,
  ) {}

  /** Notes what a subject's own record refers to. */
  addReference(link: ResolvedLink, record: RowKey, referred: string): void {
    const ofLink = this.references.get(link) ?? new Map<string, Set<number>>();
    this.references.set(link, ofLink);
    const key = this.resolved.subject.key;
    for (const owner of this.ofRecord(key, joinKey(record))) add(ofLink, referred, owner);
  }

  /** Notes a row as this subject's, for what hangs on it in turn. */
  addRow(table: ResolvedTable, key: RowKey, link: ResolvedLink, owner: number): void {
    const id = `${table.name}\u001f${joinKey(key)}`;
    add(this.anyhow, id, owner);
    if (owns(link, table.mapped)) add(this.owned, id, owner);
  }

  /** Subjects that hold this value, compared exactly. */
  ofIdentifier(kind: Matched, value: Value): readonly number[] {
    const normalise = normaliser(kind, this.country);
    let ofKind = this.identifiers.get(kind);
    if (ofKind === undefined) {
      this.identifiers.set(kind, (ofKind = new Map<string, Set<number>>()));
      for (const [index, { identifiers }] of this.subjects.entries()) {
        const own = { email: identifiers.emails, phone: identifiers.phones, number: identifiers.numbers }[kind];
        for (const each of own) {
          const normal = normalise(each);
          if (normal !== null) add(ofKind, normal, index);
        }
      }
    }
    const wanted = value === null ? null : normalise(String(value));
    return wanted === null || wanted === '' ? [] : [...(ofKind.get(wanted) ?? [])];
  }

  private fold(on: readonly string[], values: readonly string[]): string {
    const { info, key } = this.resolved.subject;
    // A part of a key may be that of several records.
    if (on.length < key.length) return joinKey(values);
    const { columns } = info;
    return joinKey(values.map((value, at) => foldKey(value, columns.get(on[at] ?? '') ?? { collation: null })));
  }

  /** Subjects with a record of which these key columns hold these values, joined. */
  ofRecord(on: readonly string[], joined: string): readonly number[] {
    const key = this.resolved.subject.key;
    const parts = on.map((column) => key.indexOf(column));
    const id = parts.join();
    let ofParts = this.records.get(id);
    if (ofParts === undefined) {
      this.records.set(id, (ofParts = new Map<string, Set<number>>()));
      if (!parts.includes(-1)) {
        for (const [index, { records }] of this.subjects.entries())
          for (const record of records)
            add(
              ofParts,
              this.fold(
                on,
                parts.map((part) => record[part] ?? ''),
              ),
              index,
            );
      }
    }
    return [...(ofParts.get(this.fold(on, splitKey(joined))) ?? [])];
  }

  private ofLink(link: ResolvedLink, found: string): readonly number[] {
    if (isSoft(link)) return this.ofIdentifier(link.match, found);
    if (isUpward(link)) return [...(this.references.get(link)?.get(found) ?? [])];
    const subject = this.resolved.subject;
    if (link.to !== subject.info.name) return [...(this.owned.get(`${link.to}\u001f${found}`) ?? [])];
    return this.ofRecord(link.on.every((each) => subject.key.includes(each)) ? link.on : subject.key, found);
  }

  /** Subjects on whom the row hangs that a branch found. */
  of(branch: Exclude<Branch, { kind: 'reference' }>, key: RowKey, found: string): readonly number[] {
    if (branch.kind === 'row') return this.ofLink(branch.link, found);
    const own = this.resolved.subject;
    if (branch.kind === 'login') return this.ofRecord(own.key, found);
    return branch.table === own.info.name
      ? this.ofRecord(own.key, joinKey(key))
      : [...(this.anyhow.get(`${branch.table}\u001f${joinKey(key)}`) ?? [])];
  }
}

function add(sets: Map<string, Set<number>>, id: string, owner: number): void {
  const known = sets.get(id);
  if (known === undefined) sets.set(id, new Set([owner]));
  else known.add(owner);
}
