import { readErasure } from '../erasure/erasure-record.js';
import type { Context } from './context.js';
import { readSealedOf } from './read-facts.js';
import { escapeText } from './render/escape.js';
import type { Session } from './session.js';

/**
 * What of a request no program can do and somebody has still to do, a line each, with what it is about (the files to be deleted) as long as
 * the sealed identifiers can be read. Names data: for a terminal only.
 */
export async function manualSteps(
  { language }: Pick<Context, 'language'>,
  session: Session,
  id: string,
  bullet: string,
): Promise<string[]> {
  const record = await readErasure(session.db, id);
  if (record?.openSteps.includes('manual') !== true) return [];
  const items = (await readSealedOf(session, id))?.manual ?? {};
  return record.report.manual.flatMap(({ code, title, count }) => [
    `${bullet} ${title[language]}${count === null ? '' : ` (${String(count)})`}`,
    ...(items[code] ?? []).map((item) => `    ${escapeText(item)}`),
  ]);
}
