import { readDate } from '../customers/date-value.js';
import type { Hit } from '../customers/find-in-text.js';
import type { IdentifierKind } from '../customers/identifiers.js';
import { normaliseCustomerNumber } from '../customers/normalise.js';
import { emailKey, phoneKey, streetKey, type BackupSearch, type KnownSubject } from './compile-search.js';
import type { ColumnRole } from './header-names.js';
import { cellAt, cellsOf, join, type Joined, type RecordView } from './joined-cells.js';
import { nameRelation, readNames, type NameRelation, type RecordName } from './record-names.js';
import { looksLikeName, nameRoles, unexplained, unnamed } from './unnamed-record.js';

/** What one record says about one subject. */
export interface Evidence {
  readonly subject: number;
  readonly name: NameRelation;
  readonly number: boolean;
  /** The subject's e-mails and phones the record is filed under, in comparable form (`email:...`, `phone:...`). */
  readonly contacts: readonly string[];
  readonly email: boolean;
  /** `turned`: the same with day and month the other way round, in a spelling that leaves no doubt which is which. */
  readonly birth: 'same' | 'differs' | 'turned' | 'unknown';
  readonly street: boolean;
  /** Whether contacts and address, together with the name, can only be the subject's: nobody else in the calendar has both. */
  readonly proving: boolean;
  /** Hits in cells that do not say whose record it is: texts, other people's columns. */
  readonly mentions: readonly CellHit[];
}

/** An identifier in one cell; positions are those of the cell's text. */
export interface CellHit {
  readonly cell: number;
  readonly hit: Hit;
}

interface Located {
  readonly hit: Hit;
  readonly first: number;
  readonly last: number;
}

/** Month and day the other way round, as in American files, which write them with slashes. */
function turned(date: number): number {
  const month = Math.floor(date / 100) % 100;
  return Math.floor(date / 10000) * 10000 + (date % 100) * 100 + month;
}

/** How the birth dates in a record's cells compare with those of the subject. */
export function birthRelation(cells: readonly string[], { birthDates }: KnownSubject): Evidence['birth'] {
  let relation: Evidence['birth'] = 'unknown';
  if (birthDates.length === 0) return relation;
  for (const cell of cells) {
    const date = readDate(cell);
    if (date === 0) continue;
    const isTurned = birthDates.includes(turned(date));
    if (birthDates.includes(date) || (isTurned && cell.includes('/'))) return 'same';
    if (isTurned) relation = 'turned';
    else if (relation === 'unknown') relation = 'differs';
  }
  return relation;
}

// eslint-disable-next-line no-control-regex -- any number beyond ASCII
const otherNumber = /(?![\x00-\x7f])\p{N}/u;

function livesThere(view: RecordView, subject: KnownSubject): boolean {
  const streets = view.columns === null ? view.cells : cellsOf(view, 'street');
  return isAddress(streets, cellsOf(view, 'houseNumber')[0] ?? '', subject);
}

/**
 * Whether an address of the subject is in one of the cells, with its house number there or by itself; the cell may hold the town as
 * well: "Hauptstr. 12, 10115 Berlin".
 */
export function isAddress(all: readonly string[], house: string, subject: KnownSubject): boolean {
  // Of two that are the same, one has the numbers of the other: most are told apart without being read.
  const numbers = subject.houseNumbers;
  const cells = all.filter((cell) => {
    const text = cell + house;
    return otherNumber.test(text) || numbers.some((number) => text.includes(number));
  });
  if (cells.length === 0) return false;
  const { streets } = subject;
  return cells.some(
    (cell) =>
      streets.includes(streetKey(cell, house)) || streets.includes(streetKey(cell.split(/[,\n]/)[0] ?? '', house)),
  );
}

/** An identifier in comparable form, to tell who else in the file uses it. */
function contactKey({ identifiers }: KnownSubject, { kind, value }: Hit): string {
  return kind === 'email' ? emailKey(identifiers.emails[value] ?? '') : phoneKey(identifiers.phones[value] ?? '');
}

/** Father and son of one name share address and phone: then these prove nothing. */
function proves(subject: KnownSubject, contacts: readonly string[], street: boolean): boolean {
  if (!subject.nameShared) return contacts.length > 0 || street;
  return contacts.some((contact) => !subject.sharedContacts.has(contact));
}

function isWhole(cell: string, start: number, end: number): boolean {
  return !/[\p{L}\p{N}]/u.test(cell.slice(0, Math.max(0, start)) + cell.slice(end));
}

/** Everything the search finds in a record, by subject. */
export class RecordReader {
  constructor(private readonly search: BackupSearch) {}

  /** Evidence for each subject of whom something is in the record. `kinds`: see `Candidate`. */
  read(view: RecordView, kinds: ReadonlySet<IdentifierKind> | null = null): Evidence[] {
    const joined = join(view.cells);
    const { matcher } = this.search;
    const options = kinds === null ? { acrossCells: true } : { acrossCells: true, kinds };
    const found = matcher.find(joined.text, options);
    const located = found.map((hit) => ({
      hit,
      first: cellAt(joined, hit.start),
      last: cellAt(joined, hit.end - 1),
    }));
    const names = readNames(view, matcher, kinds?.has('name') !== false);
    const numbers = this.numbersOf(view);
    const named = names.flatMap(({ hits }) => hits.map((hit) => hit.subject));
    const subjects = new Set([...located.map(({ hit }) => hit.subject), ...numbers, ...named]);
    return [...subjects].flatMap((number) => {
      const subject = this.search.subjects.get(number);
      if (subject === undefined) return [];
      const hits = located.filter(({ hit }) => hit.subject === number);
      const evidence =
        view.columns === null
          ? this.withoutHeader(view, joined, subject, hits)
          : this.withHeader(view, joined, subject, hits, names, numbers.includes(number));
      return [evidence];
    });
  }

  /** Cells that hold an identifier, a birth date or the address of anybody searched for. */
  holding(view: RecordView): ReadonlySet<number> {
    const joined = join(view.cells);
    const hits = this.search.matcher.find(joined.text, { acrossCells: true });
    const held = hits.flatMap(({ start, end, parts }) =>
      (parts ?? [{ start, end }]).map((part) => cellAt(joined, part.start)),
    );
    const subjects = [...new Set(hits.map((hit) => hit.subject))].map((each) => this.search.subjects.get(each));
    const dates = view.cells.flatMap((cell, index) =>
      subjects.some((each) => each?.birthDates.includes(readDate(cell)) === true) ? [index] : [],
    );
    return new Set([...held, ...dates]);
  }

  /** An identifier in comparable form, to tell who else in the file answers to it. */
  key(subject: KnownSubject, hit: Hit): string {
    return isContact(hit) ? contactKey(subject, hit) : hit.kind;
  }

  private numbersOf(view: RecordView): number[] {
    return cellsOf(view, 'number').flatMap((cell) => this.search.numbers.ownersOf(normaliseCustomerNumber(cell)));
  }

  private withHeader(
    view: RecordView,
    joined: Joined,
    subject: KnownSubject,
    hits: readonly Located[],
    names: readonly RecordName[],
    number: boolean,
  ): Evidence {
    const roleAt = (cell: number): ColumnRole | null => view.columns?.[cell] ?? null;
    const filed = hits.filter(({ hit, first }) => isContact(hit) && contactRoles.has(roleAt(first)));
    const contacts = [...new Set(filed.map(({ hit }) => contactKey(subject, hit)))];
    const email = filed.some(({ hit }) => hit.kind === 'email');
    const named = nameRelation(view, subject, names);
    const name =
      named === 'none' && filed.length > 0 && !number
        ? unnamed(
            view,
            subject,
            unexplained(
              view,
              joined,
              hits.map(({ hit }) => hit),
            ),
            email,
          )
        : named;
    const street = name === 'same' && livesThere(view, subject);
    return {
      subject: subject.subject,
      name,
      number,
      contacts,
      email,
      birth: birthRelation(cellsOf(view, 'birthDate'), subject),
      street,
      proving: proves(subject, contacts, street),
      mentions: mentionsIn(view, joined, hits, (cell, { kind }) => !saysWhose[kind].has(roleAt(cell))),
    };
  }

  /** Without a header a cell counts as whose record it is when it is nothing but the identifier. */
  private withoutHeader(view: RecordView, joined: Joined, subject: KnownSubject, hits: readonly Located[]): Evidence {
    const whole = hits.filter(({ hit, first, last }) => {
      const [from, to] = [joined.starts[first] ?? 0, joined.starts[last] ?? 0];
      const before = isWhole(view.cells[first] ?? '', hit.start - from, (view.cells[first] ?? '').length);
      return before && isWhole(view.cells[last] ?? '', 0, hit.end - to);
    });
    const emails = whole.filter(({ hit }) => hit.kind === 'email');
    const filed = [...emails, ...whole.filter(({ hit }) => hit.kind === 'phone')];
    const contacts = [...new Set(filed.map(({ hit }) => contactKey(subject, hit)))];
    const named = whole.some(({ hit }) => hit.kind === 'name');
    const others = view.cells.some((cell, index) => looksLikeName(cell, view.cells[index - 1]));
    const nameless =
      emails.length > 0 &&
      unexplained(
        view,
        joined,
        hits.map(({ hit }) => hit),
      ).length === 0;
    const dates = view.cells.map(readDate);
    const street = named && livesThere(view, subject);
    return {
      subject: subject.subject,
      name: named ? 'same' : others ? 'other' : nameless ? 'none' : 'unclear',
      number: whole.some(({ hit }) => hit.kind === 'number'),
      contacts,
      email: emails.length > 0,
      birth: dates.some((date) => subject.birthDates.includes(date)) ? 'same' : 'unknown',
      street,
      proving: proves(subject, contacts, street),
      mentions: mentionsIn(
        view,
        joined,
        hits.filter((each) => !whole.includes(each)),
        () => true,
      ),
    };
  }
}

type Roles = ReadonlySet<ColumnRole | null>;

const contactRoles: Roles = new Set<ColumnRole>(['email', 'phone']);

/** Columns in which an identifier of a kind says whose record it is. Anywhere else it is a mention. */
const saysWhose: Readonly<Record<IdentifierKind, Roles>> = {
  number: new Set<ColumnRole>(['number']),
  email: contactRoles,
  phone: contactRoles,
  name: nameRoles,
};

function isContact({ kind }: Hit): boolean {
  return kind === 'email' || kind === 'phone';
}

/** Hits by cell. One that runs from a cell into the next counts only when it fills them. */
function mentionsIn(
  view: RecordView,
  joined: Joined,
  hits: readonly Located[],
  counts: (cell: number, hit: Hit) => boolean,
): CellHit[] {
  return hits.flatMap(({ hit, first, last }) => {
    const parts = hit.parts ?? [hit];
    if (first !== last && !parts.every((part) => fillsCell(view, joined, part.start, part.end))) return [];
    return parts.flatMap(({ start, end }) => {
      const cell = cellAt(joined, start);
      const from = joined.starts[cell] ?? 0;
      const { subject, kind, value } = hit;
      return counts(cell, hit) ? [{ cell, hit: { subject, kind, value, start: start - from, end: end - from } }] : [];
    });
  });
}

function fillsCell(view: RecordView, joined: Joined, start: number, end: number): boolean {
  const cell = cellAt(joined, start);
  const from = joined.starts[cell] ?? 0;
  return isWhole(view.cells[cell] ?? '', start - from, end - from);
}
