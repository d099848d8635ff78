import { readFile } from 'node:fs/promises';
import { findCustomers, type CustomerMatch, type FindOptions } from '../../customers/find-customers.js';
import { BelboEraseError } from '../../errors.js';
import { findCustomer } from '../../requests/add-request.js';
import type { Context } from '../context.js';
import { escapeText } from '../render/escape.js';
import type { Session } from '../session.js';

/** Most customers a search shows at a time. */
const shown = 20;

/** Whether a row is a customer by the map's filter; null where every row is one. */
async function customerFilter(session: Session): Promise<FindOptions['accept'] | null> {
  const { table, key, filter } = session.map.subject;
  if (filter.length === 0) return null;
  const { selectWhere } = await import('../../data-map/conditions.js');
  const erasure = await session.erasure();
  return async (own) => (await selectWhere(erasure, table, key, filter, { keys: [[own]] })).length > 0;
}

async function readAll(stream: AsyncIterable<Buffer | string>): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += chunk.toString();
  return text;
}

/** The first line of a file, or of stdin: what to search for stands there, not on the command line, which others can read. */
async function readTerm(context: Context, path: string): Promise<string> {
  const text =
    path === '-'
      ? await readAll(context.io.stdin)
      : await readFile(path, 'utf8').catch((cause: unknown) => {
          throw new BelboEraseError('INVALID_OPTION', { option: '--find', valid: 'FILE, -' }, { cause });
        });
  return text.split(/\r?\n/)[0]?.trim() ?? '';
}

function label({ number, key, name, email, birthDate }: CustomerMatch, date: (iso: string) => string): string {
  const born = birthDate === null || !/^\d{4}-\d{2}-\d{2}$/.test(birthDate) ? null : `* ${date(birthDate)}`;
  const parts = [number ?? key, name, born, email].flatMap((part) => part ?? []);
  return escapeText(parts.join(' · '));
}

async function searchAtTerminal(context: Context, session: Session, options: FindOptions): Promise<string> {
  const { messages, prompter } = context;
  return prompter.search(messages.add.search, async (term, signal) => {
    if (term.trim().length < 2) return [];
    const { matches } = await findCustomers(session.db, session.map, term, { ...options, typing: true, signal });
    return matches.map((match) => ({ value: match.key, name: label(match, messages.date) }));
  });
}

/**
 * The customer a request is to be filed on, by number or key, by what a file or stdin says, or as chosen at the terminal. Never a
 * guess: several that fit are listed by key and number.
 * @throws BelboEraseError `CUSTOMER_NOT_FOUND`, `CUSTOMER_AMBIGUOUS`
 */
export async function chooseCustomer(
  context: Context,
  session: Session,
  { customer, find }: { readonly customer: string | null; readonly find: string | null },
): Promise<string> {
  if (customer !== null) return findCustomer(session.db, session.map, customer);
  const accept = await customerFilter(session);
  const options: FindOptions = {
    country: session.config.country,
    limit: shown,
    ...(accept === null || accept === undefined ? {} : { accept }),
  };
  if (find === null) return searchAtTerminal(context, session, options);
  const { matches, more } = await findCustomers(session.db, session.map, await readTerm(context, find), options);
  const [only] = matches;
  if (only === undefined) throw new BelboEraseError('CUSTOMER_NOT_FOUND', { customers: 0 });
  if (matches.length > 1) {
    const records = matches.map(({ key, number }) => `${number ?? ''} [${key}]`.trim()).join(', ');
    throw new BelboEraseError('CUSTOMER_AMBIGUOUS', { records: more ? `${records}, …` : records });
  }
  return only.key;
}
