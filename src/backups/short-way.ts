import type { IdentifierKind } from '../customers/identifiers.js';
import { normaliseCustomerNumber } from '../customers/normalise.js';
import type { BackupSearch, KnownSubject } from './compile-search.js';
import type { DetectedDialect } from './detect-dialect.js';
import { FewCells } from './few-cells.js';
import type { ColumnRole } from './header-names.js';
import { separator } from './joined-cells.js';
import { birthRelation, isAddress } from './record-evidence.js';
import type { Candidate } from './scan-records.js';

/** What the short way says of a record: whose own it is, or of whom it is a namesake's. */
export interface ShortVerdict {
  readonly kind: 'own' | 'namesake';
  /** In ascending order; of a namesake's perhaps none: then the record holds nothing. */
  readonly subjects: readonly number[];
}

const onlyNames: ReadonlySet<IdentifierKind> = new Set(['name']);

const nobody: ShortVerdict = { kind: 'namesake', subjects: [] };

/**
 * The short way to the two most frequent cases: a subject's own record as the calendar has it, and that of a namesake who was born on
 * another day. A few cells tell them; what comes out is the same as with `RecordReader` and `judge`, to which all others are left.
 */
export class ShortWay {
  private readonly numbers: readonly number[];
  private readonly emails: readonly number[];
  private readonly given: readonly number[];
  private readonly family: readonly number[];
  private readonly otherNames: readonly number[];
  private readonly wholeNames: readonly number[];
  private readonly birthDates: readonly number[];
  private readonly streets: readonly number[];
  private readonly houseNumbers: readonly number[];

  constructor(
    private readonly search: BackupSearch,
    private readonly detected: DetectedDialect,
  ) {
    const columns = detected.dialect.columns ?? [];
    const of = (role: ColumnRole): readonly number[] =>
      columns.flatMap((each, index) => (each === role ? [index] : []));
    this.numbers = of('number');
    this.emails = of('email');
    this.given = of('given');
    this.family = of('family');
    this.wholeNames = of('name');
    this.otherNames = [...this.wholeNames, ...of('birthName')];
    this.birthDates = of('birthDate');
    this.streets = of('street');
    this.houseNumbers = of('houseNumber');
  }

  /** Null when it takes a closer look. `removes`: own records are to be removed, not rewritten. */
  judge({ bytes, index, kinds, names }: Candidate, removes: boolean): ShortVerdict | null {
    if (index < this.detected.headRecords || this.detected.dialect.columns === null) return null;
    const cells = new FewCells(bytes, this.detected);
    if (kinds !== null && !kinds.has('name') && this.holdsNone(cells, kinds)) return nobody;
    if (names !== null && kinds?.size === 1 && kinds.has('name')) return this.namesake(cells, names);
    return removes ? this.own(cells) : null;
  }

  /** Whether what looked like an identifier is none. */
  private holdsNone(cells: FewCells, kinds: ReadonlySet<IdentifierKind>): boolean {
    const { numbers, matcher } = this.search;
    if (cells.in(this.numbers).some((cell) => numbers.ownersOf(normaliseCustomerNumber(cell)).length > 0)) return false;
    return matcher.find(cells.all().join(separator), { acrossCells: true, kinds }).length === 0;
  }

  /** Customer number or e-mail agree, and the name letter for letter. */
  private own(cells: FewCells): ShortVerdict | null {
    const [given, family] = [cells.in(this.given), cells.in(this.family)];
    if (given.length !== 1 || family.length !== 1 || cells.in(this.wholeNames).length > 0) return null;
    const owner = this.ownerOf(cells, given[0] ?? '', family[0] ?? '');
    // A second reading takes as long as all the rest: it is left out where number and name stand letter for letter.
    return owner === null || cells.mayHoldRecord() ? null : { kind: 'own', subjects: [owner] };
  }

  private ownerOf(cells: FewCells, given: string, family: string): number | null {
    const { numbers, matcher, subjects } = this.search;
    const isNamed = (subject: KnownSubject): boolean =>
      subject.identifiers.names.some((name) => name.given === given && name.family === family);
    for (const cell of cells.in(this.numbers)) {
      for (const owner of numbers.ownersOf(normaliseCustomerNumber(cell))) {
        const subject = subjects.get(owner);
        if (subject !== undefined && isNamed(subject)) return owner;
      }
    }
    for (const cell of cells.in(this.emails)) {
      for (const owner of matcher.mailed(cell)) {
        const subject = subjects.get(owner);
        // A namesake may have the same e-mail: that takes a closer look.
        if (subject === undefined || subject.nameShared || !isNamed(subject)) continue;
        const birth = birthRelation(cells.in(this.birthDates), subject);
        if (birth === 'same' || birth === 'unknown') return owner;
      }
    }
    return null;
  }

  /** Nothing was seen but names, the first of them at the end of the record's own. */
  private namesake(cells: FewCells, { first, last }: NonNullable<Candidate['names']>): ShortVerdict | null {
    const [given = -1, family = -1] = [this.given[0], this.family[0]];
    if (this.given.length + this.family.length + this.otherNames.length > 2) return null;
    if (Math.abs(given - family) !== 1 || cells.textEnd(Math.max(given, family)) !== first) return null;
    const name = [...cells.in(this.given), ...cells.in(this.family)];
    // Behind it the family name may stand once more, such as in an e-mail.
    if (name.length < 2 || (first !== last && this.isNamedBehind(cells, Math.min(given, family), last))) return null;
    const subjects = this.search.matcher.named(name[0] ?? '', name[1] ?? '');
    if (subjects === null) return null;
    if (subjects.length === 0) return nobody;
    const dates = cells.in(this.birthDates);
    const streets = cells.in(this.streets);
    const house = cells.in(this.houseNumbers)[0] ?? '';
    for (const each of subjects) {
      const subject = this.search.subjects.get(each);
      if (subject === undefined || birthRelation(dates, subject) !== 'differs') return null;
      if (isAddress(streets, house, subject)) return null;
    }
    return cells.isStrict() && !cells.mayHoldRecord() ? { kind: 'namesake', subjects } : null;
  }

  /** Whether a name may end behind the two cells of the record's own. */
  private isNamedBehind(cells: FewCells, column: number, last: number): boolean {
    if (cells.isOneWordApart(column + 1, last)) return false;
    const texts = cells.all().slice(column);
    const end = texts.slice(0, 2).join(separator).length;
    const hits = this.search.matcher.find(texts.join(separator), { acrossCells: true, kinds: onlyNames });
    return hits.some((hit) => hit.end > end);
  }
}
