import type { DataMap } from './schema.js';

/** What the data map says of its blockers, by code and language, as it stands in a list: without the full stop. */
export type BlockerTexts = ReadonlyMap<string, Readonly<Record<'de' | 'en', string>>>;

/** The texts of a map's own blockers; those of the tool's are in the messages. */
export function blockerTexts({ blockers }: Pick<DataMap, 'blockers'>): BlockerTexts {
  const plain = (sentence: string): string => sentence.trim().replace(/\.$/, '');
  return new Map(blockers.map(({ code, text: { de, en } }) => [code, { de: plain(de), en: plain(en) }]));
}
