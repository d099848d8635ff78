import type { Knex } from 'knex';
import type { Engine } from './database.js';

/** knex without a connection: it writes SQL text for an engine, nothing more. */
export type SqlCompiler = Knex;
export type SqlQuery = Knex.QueryBuilder;
/** A piece of a query, such as one selected expression. */
export type SqlPart = Knex.Raw;

// knex takes dots and ` as ` inside a name for syntax; these stand for them until the name is quoted.
const marks: readonly (readonly [string, string])[] = [
  ['.', '\u0001'],
  [' ', '\u0002'],
];

/** A name for knex that is one identifier whatever is in it. Begins with a mark, so that no name sorts as a number. */
export function whole(name: string): string {
  return `\u0003${marks.reduce((text, [plain, mark]) => text.replaceAll(plain, mark), name)}`;
}

function unmark(name: string): string {
  return marks.reduce((text, [plain, mark]) => text.replaceAll(mark, plain), name.replace('\u0003', ''));
}

const compilers = new Map<Engine, Promise<SqlCompiler>>();

async function create(engine: Engine): Promise<SqlCompiler> {
  // Costs 75 ms to load: only what compiles statements comes by here.
  const { default: knex } = await import('knex');
  const client = engine === 'mysql' ? 'mysql2' : 'better-sqlite3';
  return knex({ client, useNullAsDefault: true, wrapIdentifier: (name, quoteName) => quoteName(unmark(name)) });
}

/** The compiler for an engine; loaded once. */
export async function sqlCompiler(engine: Engine): Promise<SqlCompiler> {
  let compiler = compilers.get(engine);
  if (compiler === undefined) compilers.set(engine, (compiler = create(engine)));
  return compiler;
}
