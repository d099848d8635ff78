import { normaliseCustomerNumber, normaliseEmail } from '../customers/normalise.js';
import type { BackupSearch } from './compile-search.js';
import type { DetectedDialect } from './detect-dialect.js';
import { FewCells } from './few-cells.js';
import type { ColumnRole } from './header-names.js';
import { birthRelation, isAddress } from './record-evidence.js';
import type { Candidate } from './scan-records.js';

/** What the short way says of a record: whose own it is, or of whom it is a namesake's. */
export interface ShortVerdict {
  readonly kind: 'own' | 'namesake';
  /** In ascending order; of a namesake's perhaps none: then the record holds nothing. */
  readonly subjects: readonly number[];
}

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
    if (index < this.detected.headRecords || this.given.length === 0 || this.family.length === 0) return null;
    const onlyNames = names !== null && kinds?.size === 1 && kinds.has('name');
    if (!onlyNames && !removes) return null;
    const cells = new FewCells(bytes, this.detected);
    return onlyNames ? this.namesake(cells, names) : this.own(cells);
  }

  /** Customer number or e-mail agree, and the name letter for letter. */
  private own(cells: FewCells): ShortVerdict | null {
    const numbered = cells
      .in(this.numbers)
      .flatMap((cell) => this.search.numbers.get(normaliseCustomerNumber(cell)) ?? []);
    const mailed = cells.in(this.emails).flatMap((cell) => this.search.emails.get(normaliseEmail(cell)) ?? []);
    if (numbered.length + mailed.length === 0) return null;
    const [given, family] = [cells.in(this.given), cells.in(this.family)];
    if (given.length !== 1 || family.length !== 1 || cells.in(this.wholeNames).length > 0) return null;
    const isOwner = (owner: number): boolean => {
      const subject = this.search.subjects.get(owner);
      const named = subject?.identifiers.names.some((name) => name.given === given[0] && name.family === family[0]);
      if (subject === undefined || named !== true) return false;
      if (numbered.includes(owner)) return true;
      // A namesake may have the same e-mail: that takes a closer look.
      return !subject.nameShared && ['same', 'unknown'].includes(birthRelation(cells.in(this.birthDates), subject));
    };
    const owner = numbered.find(isOwner) ?? mailed.find(isOwner);
    // A second reading takes as long as all the rest: it is left out where number and name stand letter for letter.
    return owner === undefined || cells.mayHoldRecord() ? null : { kind: 'own', subjects: [owner] };
  }

  /** Nothing was seen but names. */
  private namesake(cells: FewCells, { first, last }: NonNullable<Candidate['names']>): ShortVerdict | null {
    const [given, family] = [this.given[0] ?? -1, this.family[0] ?? -1];
    if (this.given.length + this.family.length + this.otherNames.length > 2) return null;
    const column = Math.max(given, family);
    // Mostly the name of the record and nothing else. Behind it the family name may stand once more, such as in an e-mail.
    if (cells.textEnd(column) !== first) return null;
    if (first !== last && this.search.matcher.test(cells.between(column + 1, last))) return null;
    const name = [...cells.in(this.given), ...cells.in(this.family)];
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
}
