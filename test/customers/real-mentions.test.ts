import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { buildMatcher } from '../../src/customers/find-in-text.js';
import type { Identifiers } from '../../src/customers/identifiers.js';
import { redactMentions } from '../../src/customers/redact.js';

// A database that no one here wrote; not part of the repository.
const folder = fileURLToPath(new URL('../../../shared/data/databases/', import.meta.url));
const isPresent = existsSync(`${folder}easyappointments.truth.json`);

interface Truth {
  readonly customers: Readonly<Record<string, readonly number[]>>;
  readonly mentions: readonly { readonly person: number; readonly text: string }[];
}

interface Row {
  readonly id: number;
  readonly given: string;
  readonly family: string;
  readonly email: string;
  readonly phones: readonly string[];
}

/** Rows of `ea_users` from the dump: values in single quotes with backslashes, or bare. */
function readUsers(dump: string): Row[] {
  const lines = dump.split('INSERT INTO `ea_users` VALUES\n')[1]?.split(';\n')[0]?.split('\n') ?? [];
  return lines.map((line) => {
    const values = [...line.matchAll(/'((?:[^'\\]|\\.)*)'|(NULL|-?\d+)/g)].map(([bare, quoted]) =>
      quoted === undefined ? (bare === 'NULL' ? '' : bare) : quoted.replace(/\\(.)/g, '$1'),
    );
    const at = (index: number): string => values[index] ?? '';
    return {
      id: Number(at(0)),
      given: at(3),
      family: at(4),
      email: at(5),
      phones: [at(6), at(7)].filter((each) => each !== ''),
    };
  });
}

function identifiersOf(rows: readonly Row[]): Identifiers {
  return {
    numbers: [],
    emails: rows.map(({ email }) => email),
    phones: rows.flatMap(({ phones }) => phones),
    names: rows.map(({ given, family }) => ({ given, family })),
    birthDates: [],
    streets: [],
  };
}

describe.skipIf(!isPresent)('the mentions in a real calendar', () => {
  const truth = isPresent
    ? (JSON.parse(readFileSync(`${folder}easyappointments.truth.json`, 'utf8')) as Truth)
    : { customers: {}, mentions: [] };
  const users = isPresent
    ? readUsers(gunzipSync(readFileSync(`${folder}easyappointments.mysql.sql.gz`)).toString('utf8'))
    : [];
  const byPerson = new Map(
    Object.entries(truth.customers).map(([person, ids]) => [
      Number(person),
      identifiersOf(users.filter(({ id }) => ids.includes(id))),
    ]),
  );
  const matcher = buildMatcher([...byPerson].map(([subject, identifiers]) => ({ subject, identifiers })));

  it('are all found, and gone after redaction', () => {
    expect(truth.mentions.length).toBeGreaterThan(400);
    const missed = truth.mentions.filter(({ person, text }) => {
      const hits = matcher.find(text).filter(({ subject }) => subject === person);
      const left = matcher.find(redactMentions(text, hits)).some(({ subject }) => subject === person);
      return hits.length === 0 || left;
    });
    expect(missed).toEqual([]);
  });

  it('name nobody but those who bear the name or hold the number', () => {
    // Namesakes and households share; a hit of any other person would be a false one.
    const strangers = truth.mentions.filter(({ person, text }) => {
      const own = JSON.stringify(byPerson.get(person));
      return matcher.find(text).some(({ subject, kind, value }) => {
        const other = byPerson.get(subject);
        const held = { email: other?.emails, phone: other?.phones, name: other?.names, number: other?.numbers }[kind]?.[
          value
        ];
        return subject !== person && !own.includes(JSON.stringify(held));
      });
    });
    expect(strangers).toEqual([]);
  });
});
