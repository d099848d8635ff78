import { editKind } from './edit-list.js';
import { sharedKey, type Findings, type OpenRecord, type OpenVerdict } from './findings.js';
import type { ScrubOptions } from './scrub-options.js';
import type { RecordDecision, ReviewItem, ReviewReason } from './types.js';

/** What is taken out of a record that is rewritten. */
export interface RewritePlan {
  /** The personal columns, because it is a subject's own. */
  readonly blank: boolean;
  /** Mentions of these subjects. */
  readonly mentions: ReadonlySet<number>;
}

/** What was decided of the open records. */
export interface Settled {
  /** By index of the edit; a rewriting that is not here blanks the record. */
  readonly rewritings: ReadonlyMap<number, RewritePlan>;
  readonly review: readonly ReviewItem[];
  readonly removed: number;
  readonly redacted: number;
  readonly counts: ReadonlyMap<number, { removed: number; redacted: number; review: number }>;
}

type Outcome = 'remove' | 'blank' | 'mention' | 'keep';

/** What would be the reason for doubt, did others answer to the same. */
function possibleReason({ verdict }: OpenVerdict): ReviewReason | null {
  return verdict.kind === 'contact' ? 'shared' : verdict.kind === 'mention' ? 'mention_shared' : null;
}

function reasonOf({ subject, verdict, keys }: OpenVerdict, shared: ReadonlySet<string>): ReviewReason | null {
  const all = keys.length > 0 && keys.every((key) => shared.has(sharedKey(subject, key)));
  switch (verdict.kind) {
    case 'review':
      return verdict.reason;
    case 'contact':
      return all ? 'shared' : null;
    case 'mention':
      return all ? 'mention_shared' : null;
    case 'own':
    case 'namesake':
    case 'none':
      return null;
  }
}

function afterDecision(decision: RecordDecision, reason: ReviewReason, mentions: boolean): Outcome {
  switch (decision) {
    case 'remove':
      return reason === 'unreadable' ? 'keep' : 'remove';
    case 'redact':
      if (reason === 'unreadable') return 'keep';
      return reason === 'mention_shared' ? 'mention' : 'blank';
    case 'keep':
      // Somebody else's record: what it says about the subject in a text goes all the same.
      return mentions && reason !== 'mention_shared' && reason !== 'header' ? 'mention' : 'keep';
    case 'undecided':
      return 'keep';
  }
}

/** Settles what had to wait for the end of the file, asking for a decision where there is doubt. */
export function settle(findings: Findings, headRecords: number, { action, decide }: ScrubOptions): Settled {
  const rewritings = new Map<number, RewritePlan>();
  const review: ReviewItem[] = [];
  const counts = new Map<number, { removed: number; redacted: number; review: number }>();
  const count = (subject: number): { removed: number; redacted: number; review: number } => {
    const known = counts.get(subject) ?? { removed: 0, redacted: 0, review: 0 };
    counts.set(subject, known);
    return known;
  };
  const ownOutcome: Outcome = action === 'remove' ? 'remove' : 'blank';
  let removed = 0;
  let redacted = 0;

  const itemOf = ({ index, line, digest, cells }: OpenRecord, subject: number, reason: ReviewReason): ReviewItem => ({
    record: index + 1 - headRecords,
    line,
    subject,
    reason,
    digest,
    cells,
  });
  const decisions = new Map<string, RecordDecision>();
  const decisionOn = (item: ReviewItem): RecordDecision => {
    const key = `${item.subject} ${item.digest}`;
    const decision = decisions.get(key) ?? decide?.(item) ?? 'undecided';
    if (decide !== undefined) decisions.set(key, decision);
    return decision;
  };

  /** Whether a record goes, or is blanked, whoever else is in the file: then it shares nothing with anybody any more. */
  const goes = (record: OpenRecord): boolean =>
    record.verdicts.some(({ subject, verdict }) => {
      if (verdict.kind === 'own') return true;
      if (verdict.kind !== 'review') return false;
      const outcome = afterDecision(decisionOn(itemOf(record, subject, verdict.reason)), verdict.reason, false);
      return outcome === 'remove' || outcome === 'blank';
    });

  const outcomeOf = (record: OpenRecord, open: OpenVerdict): Outcome => {
    const { subject, verdict, mentions } = open;
    const inDoubt = reasonOf(open, findings.shared);
    // What was decided in doubt holds when the doubt is gone, because others have left the file.
    const possible = inDoubt ?? possibleReason(open);
    const decided = possible === null ? 'undecided' : decisionOn(itemOf(record, subject, possible));
    const reason = decided === 'undecided' ? inDoubt : possible;
    if (reason === null) {
      if (verdict.kind === 'mention') return 'mention';
      return verdict.kind === 'own' || verdict.kind === 'contact' ? ownOutcome : 'keep';
    }
    const { index, line } = record;
    if (decided === 'undecided') {
      review.push(itemOf(record, subject, reason));
      count(subject).review += 1;
    }
    const outcome = afterDecision(decided, reason, mentions);
    if (decided === 'undecided' || outcome === 'keep' || decided === 'keep') {
      findings.leave(subject, decided === 'keep' ? 'kept' : reason, index, line);
    }
    return outcome;
  };

  for (const record of findings.open)
    if (!goes(record)) for (const { shares } of record.verdicts) for (const key of shares) findings.shared.add(key);
  for (const record of findings.open) {
    const outcomes = record.verdicts.map((open) => ({ subject: open.subject, outcome: outcomeOf(record, open) }));
    const of = (wanted: Outcome): number[] =>
      outcomes.filter((each) => each.outcome === wanted).map((each) => each.subject);
    if (of('remove').length > 0) {
      findings.edits.settle(record.edit, editKind.remove);
      removed += 1;
      for (const subject of of('remove')) count(subject).removed += 1;
    } else if (of('blank').length + of('mention').length > 0) {
      findings.edits.settle(record.edit, editKind.rewrite);
      rewritings.set(record.edit, { blank: of('blank').length > 0, mentions: new Set(of('mention')) });
      redacted += 1;
      for (const subject of [...of('blank'), ...of('mention')]) count(subject).redacted += 1;
    }
  }
  for (const [subject, records] of findings.own)
    count(subject)[action === 'remove' ? 'removed' : 'redacted'] += records;
  if (action === 'remove') removed += findings.ownRecords;
  else redacted += findings.ownRecords;
  return { rewritings, review, removed, redacted, counts };
}
