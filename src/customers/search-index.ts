import type { CountedField } from './agreement.js';
import { hashOf, rowsPerBatch, type CustomerRows } from './customer-rows.js';
import { DateTable } from './date-table.js';
import { readDate } from './date-value.js';
import { readEmail } from './email-value.js';
import { hashText } from './hashes.js';
import { KnownNames } from './known-names.js';
import { KnownValues } from './known-values.js';
import { NumberIndex } from './number-table.js';
import { phoneCountry, type MatchRecord } from './match-record.js';
import { NameIndex } from './name-index.js';
import { readName, readPlainName, type NameValue } from './name-value.js';
import { normaliseCustomerNumber, type PhoneCountry } from './normalise.js';
import { readPhones, type PhoneValue } from './phone-value.js';
import type { Layout } from './read-records.js';
import { namesOfRow, RowHits } from './row-hits.js';
import type { RowMemory } from './row-memory.js';
import { dateKeys, isPlainNumber, isPlainPhone, plainLocal, phoneKey, streetKey } from './search-keys.js';
import { readPostalCode, readStreet } from './street-value.js';
import { SubjectMasks } from './subject-masks.js';
import { TextMemory } from './text-memory.js';
import { countedValues, streetText, ValueCounts } from './value-counts.js';
import { WholeNames } from './whole-names.js';

/** The subjects searched for, by keys, and the counters of their values. */
export class SearchIndex {
  readonly masks: SubjectMasks;
  readonly counts = new ValueCounts();
  private readonly names: NameIndex;
  private readonly dates: NumberIndex;
  private readonly emails: NumberIndex;
  private readonly locals: NumberIndex;
  private readonly phones: NumberIndex;
  private readonly streets: NumberIndex;
  private readonly numbers: NumberIndex;
  private readonly values = new KnownValues();
  private readonly known: KnownNames;
  private readonly given: TextMemory;
  private readonly family: TextMemory;
  private readonly date: TextMemory;
  /** The same of dates as most are stored. */
  private readonly nearDates: DateTable;
  private readonly place: TextMemory;
  private readonly city: TextMemory;
  private readonly nameColumns: readonly number[];
  /** The rows looked at last, and what was found for them. */
  private rows: CustomerRows | null = null;
  readonly hits: RowHits;
  /** What is found for a column of some rows, or its keys. */
  private readonly found: Int32Array;
  /** Contacts and streets of these rows that have been counted, which may stand in several columns: by row and counter. */
  private readonly counted = new Set<number>();
  private readonly whole: WholeNames;

  /** @param memory that of the rows to be looked at */
  constructor(
    memory: RowMemory,
    subjects: readonly { readonly own: readonly MatchRecord[]; readonly contacts: readonly MatchRecord[] }[],
    private readonly layout: Layout,
    private readonly country: PhoneCountry,
  ) {
    this.nameColumns = [layout.given, layout.family, layout.birthName];
    this.found = memory.integers(rowsPerBatch);
    this.masks = new SubjectMasks(subjects.length);
    this.names = new NameIndex(this.masks);
    this.known = new KnownNames(
      this.masks,
      subjects.map(({ own }) => own),
    );
    this.dates = new NumberIndex(this.masks);
    this.emails = new NumberIndex(this.masks);
    this.locals = new NumberIndex(this.masks);
    this.phones = new NumberIndex(this.masks);
    this.streets = new NumberIndex(this.masks);
    this.numbers = new NumberIndex(this.masks);
    subjects.forEach(({ own, contacts }, subject) => {
      for (const record of own) this.add(record, subject);
      for (const record of contacts) this.addContacts(record, subject);
    });
    this.given = new TextMemory(memory, (text) => this.lookName(text, 'given_name'));
    this.family = new TextMemory(memory, (text) => this.lookName(text, 'family_name'));
    this.whole = new WholeNames(memory, this.names, this.known);
    this.date = new TextMemory(memory, (text) => this.lookDate(readDate(text)));
    this.nearDates = new DateTable(memory);
    this.place = new TextMemory(memory, (text) => this.numberOf(0, 'place', readPostalCode(text)));
    for (const { own } of subjects) {
      for (const { birthDate } of own) this.nearDates.addNear(birthDate, (date) => this.lookDate(date));
    }
    this.city = new TextMemory(memory, (text) => this.numberOf(0, 'city', readPlainName(text)));
    const { emails, phones, streets } = layout;
    const { known } = this;
    this.hits = new RowHits(
      memory,
      this.masks,
      (name) => known.maskOf(name),
      (name, subject, row, place) => known.isNear(name, subject, place === 0, () => this.nameIn(row, place)),
      1 + emails.length + streets.length,
      1 + emails.length + phones.length,
    );
  }

  private add(record: MatchRecord, subject: number): void {
    for (const name of [record.given, record.family, record.birth]) {
      if (name !== null) this.names.add(name, subject);
    }
    for (const key of dateKeys(record.birthDate)) this.dates.add(key, subject);
    for (const { local } of record.emails) this.locals.add(hashText(local), subject);
    for (const street of record.streets) {
      if (street.name !== '') this.streets.add(streetKey(streetText(street)), subject);
    }
    this.addContacts(record, subject);
    for (const [field, value] of countedValues(record)) this.counts.want(field, value);
  }

  private addContacts({ emails, phones, number }: MatchRecord, subject: number): void {
    for (const { address } of emails) this.emails.add(hashText(address), subject);
    for (const phone of phones) this.phones.add(phoneKey(phone.number), subject);
    if (number !== '') this.numbers.add(hashText(number), subject);
  }

  private numberOf(mask: number, field: CountedField, value: string): number {
    return this.values.numberOf(mask, value === '' ? -1 : this.counts.counterOf(field, value));
  }

  private lookName(text: string, field: 'given_name' | 'family_name'): number {
    const name: NameValue | null = readName(text);
    if (name === null) return KnownNames.none;
    return this.known.add(this.names.get(name), this.counts.counterOf(field, name.plain));
  }

  private lookDate(date: number): number {
    if (date === 0) return 0;
    let mask = 0;
    for (const key of dateKeys(date)) mask = this.masks.both(mask, this.dates.get(key));
    return this.numberOf(mask, 'birth_date', String(date));
  }

  /** Counts the cells of a column; those subjects are near are weak hits, unless they are only counted. */
  private lookColumn(rows: CustomerRows, at: number, memory: TextMemory, onlyCounted = false): void {
    if (at < 0) return;
    memory.get(rows, at, this.found);
    this.takeFound(rows, onlyCounted);
  }

  private takeFound(rows: CustomerRows, onlyCounted: boolean): void {
    const { found, counts, values, hits } = this;
    for (let row = 0; row < rows.count; row += 1) {
      const number = found[row] ?? 0;
      if (number === 0) continue;
      counts.add(values.counter(number));
      if (!onlyCounted) hits.weak.add(row, values.mask(number));
    }
  }

  /** @param place of the name among those of a row */
  private lookNames(rows: CustomerRows, place: number, memory: TextMemory): void {
    const at = this.nameColumns[place] ?? -1;
    if (at < 0) return;
    const { found, counts, known } = this;
    const { names } = this.hits;
    memory.get(rows, at, found);
    for (let row = 0; row < rows.count; row += 1) {
      const number = found[row] ?? 0;
      if (number === 0) continue;
      counts.add(known.counterOf(number));
      names[namesOfRow * row + place] = number;
    }
  }

  private nameIn(row: number, place: number): string {
    const part = this.whole.textOf(this.hits.names[namesOfRow * row + place] ?? 0);
    if (part !== undefined) return part;
    return this.rows?.cell(row, this.nameColumns[place] ?? -1) ?? '';
  }

  private lookDates(rows: CustomerRows, at: number): void {
    this.nearDates.get(rows, at, (row) => this.date.ofCell(rows, at, row), this.found);
    this.takeFound(rows, false);
  }

  /** Looks at some rows, counts their values, and says which subjects they may be. What it gives is good until the next rows. */
  look(rows: CustomerRows): RowHits {
    const { layout, hits } = this;
    hits.clear(rows.count);
    this.counted.clear();
    this.rows = rows;
    this.lookNames(rows, 0, this.given);
    this.lookNames(rows, 1, this.family);
    this.lookNames(rows, 2, this.family);
    this.whole.takeApart(rows, layout.given, layout.family, hits.names);
    this.lookDates(rows, layout.birthDate);
    this.lookColumn(rows, layout.postalCode, this.place, true);
    this.lookColumn(rows, layout.city, this.city, true);
    if (this.emails.size > 0) for (const at of layout.emails) this.lookEmails(rows, at);
    if (this.phones.size > 0) for (const at of layout.phones) this.lookPhones(rows, at);
    for (const at of layout.streets) this.lookStreets(rows, at);
    if (this.numbers.size > 0) this.lookNumbers(rows, layout.number);
    return hits;
  }

  /** Counts a contact or a street of a row, once a row as `readFacts` does. */
  private countOnce(row: number, counter: number): void {
    if (counter < 0) return;
    const id = counter * rowsPerBatch + row;
    if (this.counted.has(id)) return;
    this.counted.add(id);
    this.counts.add(counter);
  }

  private lookEmails(rows: CustomerRows, at: number): void {
    const { hits, emails, locals } = this;
    const column = rows.column(at);
    const { starts, ends } = column;
    for (let row = 0; row < rows.count; row += 1) {
      const [start, end] = [starts[row] ?? 0, ends[row] ?? 0];
      if (start === end) continue;
      let local = plainLocal(rows.units, start, end);
      let address = hashOf(column, row);
      if (local === 0) {
        const email = readEmail(rows.cell(row, at));
        if (email === null) continue;
        local = hashText(email.local);
        address = hashText(email.address);
      }
      const mask = emails.get(address);
      if (mask !== 0) {
        hits.strong.add(row, mask);
        const email = readEmail(rows.cell(row, at));
        if (email !== null) this.countOnce(row, this.counts.counterOf('email', email.address));
      }
      hits.weak.add(row, locals.get(local));
    }
  }

  private lookPhones(rows: CustomerRows, at: number): void {
    const { phones, masks, found, layout } = this;
    const { starts, ends } = rows.column(at);
    rows.phoneKeys(at, found);
    const read = (row: number): readonly PhoneValue[] =>
      readPhones(rows.cell(row, at), phoneCountry(rows.cell(row, layout.country), this.country));
    for (let row = 0; row < rows.count; row += 1) {
      const [start, end] = [starts[row] ?? 0, ends[row] ?? 0];
      if (start === end) continue;
      // Two numbers, one with a remark, or a short one is read in full.
      const mask = isPlainPhone(rows.units, start, end)
        ? phones.get(found[row] ?? 0)
        : masks.union([0, ...read(row).map(({ number }) => phones.get(phoneKey(number)))]);
      if (mask === 0) continue;
      for (const { number } of read(row)) this.countOnce(row, this.counts.counterOf('phone', number));
      this.hits.strong.add(row, mask);
    }
  }

  private lookStreets(rows: CustomerRows, at: number): void {
    const { layout, hits, streets, found } = this;
    const keys = at === layout.streets[0] ? hits.roads : found;
    rows.streetKeys(at, layout.houseNumber, keys);
    for (let row = 0; row < rows.count; row += 1) {
      const key = keys[row] ?? 0;
      const mask = key === 0 ? 0 : streets.get(key);
      if (mask === 0) continue;
      hits.weak.add(row, mask);
      const street = readStreet(rows.cell(row, at), rows.cell(row, layout.houseNumber));
      if (street !== null) this.countOnce(row, this.counts.counterOf('street', streetText(street)));
    }
  }

  private lookNumbers(rows: CustomerRows, at: number): void {
    const column = rows.column(at);
    const { starts, ends } = column;
    for (let row = 0; row < rows.count; row += 1) {
      const [start, end] = [starts[row] ?? 0, ends[row] ?? 0];
      if (start === end) continue;
      const number = isPlainNumber(rows.units, start, end)
        ? hashOf(column, row)
        : hashText(normaliseCustomerNumber(rows.cell(row, at)));
      this.hits.strong.add(row, this.numbers.get(number));
    }
  }
}
