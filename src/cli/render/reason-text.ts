import type { BlockerTexts } from '../../data-map/blocker-texts.js';
import type { Context } from '../context.js';

/** Why a request was left to a person, in words: those of the data map for its own blockers. */
export function reasonText(
  code: string,
  { messages, language }: Pick<Context, 'messages' | 'language'>,
  blockers: BlockerTexts,
): string {
  return messages.run.reason[code] ?? messages.step[code] ?? blockers.get(code)?.[language] ?? code;
}
