import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { de } from '../../src/cli/messages/de.js';
import { en } from '../../src/cli/messages/en.js';

/** All texts by path; a function by what it says when called with values that show up in its text. */
function texts(node: unknown, path = ''): Map<string, string> {
  if (typeof node === 'string') return new Map([[path, node]]);
  if (typeof node === 'function') return new Map([[path, '']]);
  const entries = Object.entries((node ?? {}) as Record<string, unknown>);
  return new Map(entries.flatMap(([key, value]) => [...texts(value, path === '' ? key : `${path}.${key}`)]));
}

/** Any params: numbers where an amount is meant, a list where findings are. */
const anything = new Proxy<Record<string, unknown>>(
  {},
  {
    get: (_, key) =>
      key === 'findings' ? [1, 2] : /rows|planned|found|ceiling/.test(String(key)) ? 3 : `<${String(key)}>`,
  },
);

/** Words that only English sentences have. */
const english = /\b(?:the|is|are|there|of|with|your|and)\b/i;

describe('texts', () => {
  it('are there in both languages', () => {
    expect([...texts(de).keys()].sort()).toEqual([...texts(en).keys()].sort());
    for (const [path, text] of [...texts(de), ...texts(en)])
      if (!path.startsWith('plan.blocker.')) expect(text.trim(), path).toBe(text.trim());
  });

  it.each(Object.keys(en.errors) as (keyof typeof en.errors)[])(
    'of the error %s say what and what to do, in both languages',
    (code) => {
      for (const { errors } of [en, de]) {
        const { message, hint } = errors[code] as {
          message: (params: unknown) => string;
          hint: (params: unknown) => string;
        };
        expect(message(anything)).toMatch(/\S.*[.:)]$/);
        expect(hint(anything).length).toBeGreaterThan(5);
        expect(`${message(anything)}${hint(anything)}`).not.toMatch(/undefined|\[object|NaN/);
      }
      const german = de.errors[code] as { message: (params: unknown) => string; hint: (params: unknown) => string };
      const told = `${german.message(anything)} ${german.hint(anything)}`
        .replace(/belbo-erase [a-z -]+/g, '')
        .replace(/<\w+>/g, '');
      expect(told).not.toMatch(english);
    },
  );

  it('in German are not left in English', () => {
    for (const [path, text] of texts(de)) expect(text, path).not.toMatch(english);
  });

  it('count in the singular and the plural', () => {
    expect([en.rows(1), en.rows(2), de.rows(1), de.rows(2)]).toEqual(['1 row', '2 rows', '1 Zeile', '2 Zeilen']);
  });

  it('tell dates as people do', () => {
    expect([en.date('2026-12-02'), de.date('2026-12-02')]).toEqual(['2 Dec 2026', '02.12.2026']);
    expect([-2, -1, 0, 1, 3].map(en.relative)).toEqual([
      '2 days overdue',
      'overdue since yesterday',
      'today',
      'tomorrow',
      'in 3 days',
    ]);
    expect([-2, 0, 1, 3].map(de.relative)).toEqual(['seit 2 Tagen überfällig', 'heute', 'morgen', 'in 3 Tagen']);
    expect(de.relative(-1)).toMatch(/^seit (?:gestern|1 Tag) überfällig$/);
    const held = { owner: 'anna, belbo-erase run (kasse)', since: '2026-11-25T11:24:42.009Z' };
    expect(en.errors.LOCKED.message(held)).toContain('since 2026-11-25 11:24 UTC)');
    expect(de.errors.LOCKED.message(held)).toContain('seit 2026-11-25 11:24 UTC)');
  });

  it('are there for every finding that the program can make', async () => {
    const sources = ['src/data-map', 'src/config', 'src'].map((folder) => new URL(`../../${folder}/`, import.meta.url));
    const codes = new Set<string>();
    for (const folder of sources) {
      for (const name of (await readdir(folder)).filter((each) => each.endsWith('.ts'))) {
        const source = await readFile(new URL(name, folder), 'utf8');
        for (const [, code = ''] of source.matchAll(/code: '([a-z_]+)'/g)) codes.add(code);
        for (const [, code = ''] of source.matchAll(/finding\([^()]*(?:\([^()]*\))?[^()]*, '([a-z_]+)'/g))
          codes.add(code);
      }
    }
    const masks = await readFile(new URL('../../src/data-map/check-masks.ts', import.meta.url), 'utf8');
    for (const [, code = ''] of masks.matchAll(/'([a-z]+(?:_[a-z]+)+)'/g))
      if (!['set_null', 'delete_if_orphan', 'postal_code'].includes(code)) codes.add(code);
    expect(codes.size).toBeGreaterThan(35);
    const untold = [...codes].filter((code) =>
      [en, de].some(({ finding }) => finding(code, {}) === code.replaceAll('_', ' ')),
    );
    expect(untold).toEqual([]);
  });

  it('fall back to the code of a finding nobody wrote a text for', () => {
    expect(en.finding('some_new_code', {})).toContain('some');
    expect(de.finding('some_new_code', {})).toContain('some');
  });
});
