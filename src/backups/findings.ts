import { createHash } from 'node:crypto';
import type { BackupSearch } from './compile-search.js';
import type { DetectedDialect } from './detect-dialect.js';
import { editKind, EditList } from './edit-list.js';
import { judge, type Verdict } from './judge.js';
import { RecordReader, type Evidence } from './record-evidence.js';
import { isAmbiguous, isStrict, mayHoldRecord, viewRecord, type PlacedRecord } from './record-view.js';
import type { Candidate } from './scan-records.js';
import type { SecondReading } from './second-reading.js';
import { ShortWay } from './short-way.js';
import type { Residue } from './types.js';

/** A verdict that could not be carried out at once, with what it depends on. */
export interface OpenVerdict {
  readonly subject: number;
  readonly verdict: Verdict;
  /** What the record is filed under, or what is mentioned: in comparable form, as in `Findings.shared`. */
  readonly keys: readonly string[];
  readonly mentions: boolean;
  /** What somebody else would share with the subject, should the record stay: keys of `Findings.shared`. */
  readonly shares: readonly string[];
}

/** A record with open verdicts. */
export interface OpenRecord {
  /** Index in the edits. */
  readonly edit: number;
  readonly index: number;
  readonly line: number;
  readonly verdicts: readonly OpenVerdict[];
  readonly digest: string;
  readonly cells: readonly string[];
}

/** SHA-256 of a record's bytes, hex. */
export function recordDigest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** From this many on the cells of doubtful records are no longer kept: nobody looks at so many one by one. */
const mostCells = 1000;

/** Name of an identifier of a subject in `Findings.shared`. */
export function sharedKey(subject: number, key: string): string {
  return `${subject} ${key}`;
}

const reasons = [
  'kept',
  'namesake',
  'name_only',
  'name_shared',
  'other_name',
  'shared',
  'several_persons',
  'mention_shared',
  'ambiguous',
  'header',
  'unreadable',
] as const satisfies readonly Residue['reason'][];

/** A number for a subject and a reason. */
function tallyKey(subject: number, reason: (typeof reasons)[number]): number {
  return subject * reasons.length + reasons.indexOf(reason);
}

/** Places of one kind for one subject. */
export interface Tally {
  readonly subject: number;
  readonly reason: Residue['reason'];
  records: number;
  readonly index: number;
  readonly line: number;
}

/**
 * What the scan of a file has found. Most records are decided on the spot; those that depend on who else is in the file
 * wait for its end.
 */
export class Findings {
  readonly edits = new EditList();
  readonly open: OpenRecord[] = [];
  /** Identifiers of subjects that others use as well: in the file under another name, or in the calendar. */
  readonly shared = new Set<string>();
  /** By subject and reason: `tallyKey`. */
  readonly residue = new Map<number, Tally>();
  /** Subjects of whom namesakes were met. */
  private readonly named = new Set<number>();
  readonly own = new Map<number, number>();
  ownRecords = 0;
  private readonly reader: RecordReader;
  private readonly shortWay: ShortWay;
  private cellsKept = 0;

  constructor(
    private readonly search: BackupSearch,
    private readonly detected: DetectedDialect,
    private readonly action: 'remove' | 'redact',
    private readonly second: SecondReading,
  ) {
    this.reader = new RecordReader(search);
    this.shortWay = new ShortWay(search, detected);
    // What the calendar says others hold as well counts like what this file says of them.
    for (const { subject, sharedContacts, nameShared } of search.subjects.values()) {
      for (const contact of sharedContacts) this.shared.add(sharedKey(subject, contact));
      if (nameShared) this.shared.add(sharedKey(subject, 'name'));
    }
  }

  /** Judges a record that may hold something. */
  add(candidate: Candidate): void {
    if (candidate.unreadable) {
      this.addUnreadable(candidate);
      return;
    }
    const short = this.shortWay.judge(candidate, this.action === 'remove');
    if (short !== null) {
      if (short.kind === 'own') this.addOwn(candidate, short.subjects);
      else this.addNamesake(candidate, short.subjects);
      return;
    }
    const record = viewRecord(candidate.bytes, candidate.index, this.detected);
    if (candidate.index === this.detected.headRecords - 1) {
      this.addHeader(candidate, record);
      return;
    }
    const evidence = this.reader.read(record, candidate.kinds);
    if (evidence.length === 0) return;
    const verdicts = this.judgeAll(evidence, candidate, record);
    const own = verdicts.filter(({ verdict }) => verdict.kind === 'own');
    if (own.length > 0 && (this.action === 'remove' || own.length === verdicts.length)) {
      this.addOwn(
        candidate,
        own.map((each) => each.evidence.subject),
      );
      return;
    }
    for (const {
      evidence: { subject },
      verdict,
    } of verdicts) {
      if (verdict.kind === 'namesake') this.leave(subject, 'namesake', candidate.index, candidate.line);
    }
    // Those in doubt may go by decision: `settle` adds what they share.
    for (const { evidence: each, verdict } of verdicts)
      if (verdict.kind !== 'review' && own.length === 0)
        for (const key of sharesOf(each, verdict)) this.shared.add(key);
    const waiting = verdicts.filter(({ verdict }) => verdict.kind !== 'none' && verdict.kind !== 'namesake');
    if (waiting.length > 0) this.addOpen(candidate, record, waiting);
  }

  private judgeAll(
    evidence: readonly Evidence[],
    candidate: Candidate,
    record: PlacedRecord,
  ): { readonly evidence: Evidence; readonly verdict: Verdict }[] {
    const verdicts = evidence.map((each) => (record.preamble ? mentionOnly(each) : judge(each)));
    // Read a second time only now: most candidates are nobody's. Most of the others are somebody else's, who are only counted or asked about.
    const counted = verdicts.every(({ kind }) => kind === 'namesake' || kind === 'none' || kind === 'review');
    const certain = counted && isStrict(candidate.bytes, record.spans, this.detected);
    const ambiguous = (!certain || mayHoldRecord(record, this.detected)) && this.isAmbiguous(candidate, record);
    return evidence.map((each, index) => ({
      evidence: each,
      verdict: ambiguous ? review : (verdicts[index] ?? review),
    }));
  }

  /** The header is what the columns are called; one that holds something of a subject is a record taken for it. */
  private addHeader(candidate: Candidate, record: PlacedRecord): void {
    const evidence = this.reader.read({ cells: record.cells, columns: null });
    const found = evidence.map((each) => ({ evidence: each, verdict: inHeader }));
    if (found.length > 0) this.addOpen(candidate, record, found);
  }

  /** Somebody else who has the names of subjects, and nothing else of theirs. */
  private addNamesake({ index, line }: Candidate, subjects: readonly number[]): void {
    for (const subject of subjects) {
      this.leave(subject, 'namesake', index, line);
      if (this.named.has(subject)) continue;
      this.named.add(subject);
      this.shared.add(sharedKey(subject, 'name'));
    }
  }

  /** Counts what stays in the file. */
  leave(subject: number, reason: Tally['reason'], index: number, line: number): void {
    const key = tallyKey(subject, reason);
    const tally = this.residue.get(key);
    if (tally === undefined) this.residue.set(key, { subject, reason, records: 1, index, line });
    else tally.records += 1;
  }

  private isAmbiguous({ bytes }: Candidate, record: PlacedRecord): boolean {
    return mayHoldRecord(record, this.detected) || isAmbiguous(bytes, record, this.detected, this.second);
  }

  private addOwn(candidate: Candidate, subjects: readonly number[]): void {
    const kind = this.action === 'remove' ? editKind.remove : editKind.rewrite;
    this.edits.add(candidate.start, candidate.start + candidate.bytes.length, kind);
    this.ownRecords += 1;
    for (const subject of subjects) this.own.set(subject, (this.own.get(subject) ?? 0) + 1);
  }

  private addOpen(
    candidate: Candidate,
    record: PlacedRecord,
    verdicts: readonly { readonly evidence: Evidence; readonly verdict: Verdict }[],
  ): void {
    const { start, bytes, index, line } = candidate;
    const doubtful = verdicts.some(({ verdict }) => verdict.kind === 'review' || verdict.kind === 'contact');
    this.open.push({
      edit: this.edits.add(start, start + bytes.length, editKind.keep),
      index,
      line,
      verdicts: verdicts.map(({ evidence, verdict }) => this.toOpen(evidence, verdict)),
      digest: recordDigest(bytes),
      cells: this.keepCells(record.cells, doubtful),
    });
  }

  private keepCells(cells: readonly string[], doubtful: boolean): readonly string[] {
    if (!doubtful || this.cellsKept >= mostCells) return [];
    this.cellsKept += 1;
    return cells;
  }

  private toOpen(evidence: Evidence, verdict: Verdict): OpenVerdict {
    const { subject, contacts, mentions } = evidence;
    const known = this.search.subjects.get(subject);
    const keys =
      verdict.kind === 'mention' && known !== undefined
        ? mentions.map(({ hit }) => this.reader.key(known, hit))
        : contacts;
    return { subject, verdict, keys, mentions: mentions.length > 0, shares: sharesOf(evidence, verdict) };
  }

  private addUnreadable(candidate: Candidate): void {
    const { cells } = viewRecord(candidate.bytes, -1, this.detected);
    const subjects = new Set(cells.flatMap((cell) => this.search.matcher.find(cell).map((hit) => hit.subject)));
    if (subjects.size === 0) return;
    const { start, bytes, index, line } = candidate;
    this.open.push({
      edit: this.edits.add(start, start + bytes.length, editKind.keep),
      index,
      line,
      verdicts: [...subjects].map((subject) => ({
        subject,
        verdict: { kind: 'review', reason: 'unreadable' },
        keys: [],
        mentions: false,
        shares: [],
      })),
      digest: recordDigest(bytes),
      cells: [],
    });
  }
}

/** Where its cells begin and end is not certain. */
const review: Verdict = { kind: 'review', reason: 'ambiguous' };

/** What is shared by somebody of another name who is filed under a contact of the subject's, or of the same name and another person. */
function sharesOf({ subject, name, contacts }: Evidence, verdict: Verdict): string[] {
  const someoneElse = verdict.kind === 'namesake' || (verdict.kind === 'review' && verdict.reason.startsWith('name_'));
  const shares = someoneElse ? [sharedKey(subject, 'name')] : [];
  if (verdict.kind !== 'own' && (someoneElse || name === 'other' || name === 'given' || name === 'several'))
    shares.push(...contacts.map((contact) => sharedKey(subject, contact)));
  return shares;
}

const inHeader: Verdict = { kind: 'review', reason: 'header' };

/** What stands above the header is nobody's record. */
function mentionOnly({ mentions }: Evidence): Verdict {
  return { kind: mentions.length > 0 ? 'mention' : 'none' };
}
