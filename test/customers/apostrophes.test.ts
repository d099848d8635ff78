import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildMatcher } from '../../src/customers/find-in-text.js';
import type { Database } from '../../src/database/database.js';
import { forEachEngine, openFresh } from '../database/harness.js';
import { identifiers } from './person.js';

/** Texts in which an apostrophe may be a part of a word, or a quotation mark at its end. */
const texts = [
  "{u'email': u'mueller@web.de'}",
  "an'mueller@web.de'",
  "schreib d'mueller@web.de",
  'an´mueller@web.de',
  'an’mueller@web.de',
  'Anna Müller´`x',
  "x'´Anna Müller",
  'Anna Müller´\u200bx',
  "'Anna Müller'",
  "''mueller@web.de''",
  `${'x'.repeat(61)} an'mueller@web.de`,
  `${'x'.repeat(62)} a'mueller@web.de`,
  `${'gibt´s '.repeat(40)}u'mueller@web.de'`,
];

const matcher = buildMatcher([
  {
    subject: 0,
    identifiers: identifiers({ names: [{ given: 'Anna', family: 'Müller' }], emails: ['mueller@web.de'] }),
  },
]);

it.each(texts)('the quick test lets pass what the exact search finds: %j', (text) => {
  // Of the first texts a matcher asks the exact search alone.
  expect(matcher.find(text, { kinds: new Set(['email', 'name']) })).toHaveLength(1);
  expect(matcher.test(text)).toBe(true);
  matcher.find('z'.repeat(2000));
  expect(matcher.find(text)).toHaveLength(1);
});

forEachEngine('the search of a table', (engine) => {
  let db: Database;
  let done: () => Promise<void>;
  beforeAll(async () => {
    ({ db, done } = await openFresh(engine, 'create table notes (id int primary key, body text);'));
    for (const [at, text] of texts.entries()) await db.run('insert into notes values (?, ?)', [at, text]);
    // What only looks alike, so that something is left out.
    for (const [at, text] of ["geht's mit anna@web.de", "d'accord, Müller"].entries())
      await db.run('insert into notes values (?, ?)', [100 + at, text]);
  });
  afterAll(async () => done());

  it('finds them all', async () => {
    const column = { nullable: true, charset: 'utf8mb4' };
    const what = {
      table: 'notes',
      key: [{ name: 'id', kind: 'integer', ...column }],
      columns: [{ name: 'body', kind: 'text', ...column }],
    };
    const found: number[] = [];
    await db.search(what, matcher, ({ wanted }) => {
      for (const { key, text } of wanted) if (matcher.find(text).length > 0) found.push(Number(key[0]));
    });
    expect(found.sort((a, b) => a - b)).toEqual(texts.map((_, at) => at));
  });
});
