import type { BlockerTexts } from '../data-map/blocker-texts.js';
import type { Block, TextDocument, TextLanguage } from './document.js';
import type { DigestItem, DigestSection } from './select-notices.js';
import { textsIn, type Texts } from './texts/texts.js';

/** What is told beside the news. */
export interface DigestTotals {
  readonly open: number;
  readonly overdue: number;
}

/** The most urgent first. */
const order: readonly DigestSection[] = ['overdue', 'due', 'attention', 'new', 'uncertain'];

function lineOf(item: DigestItem, { digest }: Texts, stepText: (code: string) => string): string {
  if (item.section === 'uncertain') {
    const { handedAt, requestIds, messageId } = item.mail;
    return digest.uncertain(`${handedAt.slice(0, 16).replace('T', ' ')} UTC`, requestIds, messageId);
  }
  const { id, receivedOn, dueOn, daysLeft, extended, attention, customer } = item.request;
  return item.section === 'attention'
    ? digest.attention(id, attention.map(stepText).join(', '), dueOn, customer)
    : digest.entry(id, receivedOn, dueOn, daysLeft, extended, customer);
}

function section(
  items: readonly DigestItem[],
  name: DigestSection,
  texts: Texts,
  stepText: (code: string) => string,
): Block[] {
  const mine = items.filter((item) => item.section === name);
  if (mine.length === 0) return [];
  return [
    { kind: 'heading', text: texts.digest.sections[name] },
    { kind: 'list', items: mine.map((item) => lineOf(item, texts, stepText)) },
    ...(name === 'uncertain' ? [{ kind: 'paragraph', text: texts.digest.uncertainHint } as const] : []),
  ];
}

/**
 * The mail to the data-protection officer: what is new, due, overdue or in need of a person.
 * @param blockers what the data map says of its own reasons
 */
export function composeDigest(
  items: readonly DigestItem[],
  totals: DigestTotals,
  lang: TextLanguage,
  blockers: BlockerTexts = new Map(),
): TextDocument {
  const texts = textsIn(lang);
  const { digest } = texts;
  const stepText = (code: string): string => blockers.get(code)?.[lang] ?? digest.step(code);
  const count = (name: DigestSection): number => items.filter((item) => item.section === name).length;
  return {
    lang,
    title: digest.subject({
      created: count('new'),
      due: count('due'),
      overdue: count('overdue'),
      attention: count('attention'),
    }),
    head: null,
    blocks: [
      ...order.flatMap((name) => section(items, name, texts, stepText)),
      { kind: 'paragraph', text: digest.summary(totals.open, totals.overdue) },
      { kind: 'paragraph', text: digest.where },
    ],
  };
}
