import fc from 'fast-check';

type OnDelete = 'cascade' | 'set_null' | 'restrict' | 'undeclared';

interface GeneratedLink {
  readonly column: string;
  /** What the column `kind` says where this link holds, when one column refers to rows of several tables. */
  readonly kind: string | null;
  readonly to: string;
  readonly onDelete: OnDelete;
  /** For rows found by this link, when it is not that of the table. */
  readonly rows: 'delete' | 'detach' | 'keep' | null;
  /** Whether a row that stays lets go of what it refers to. */
  readonly letsGo: boolean;
}

interface GeneratedTable {
  readonly name: string;
  readonly rows: 'delete' | 'detach' | 'keep';
  readonly retention: 'receipt' | 'ledger' | 'inherit' | null;
  readonly links: readonly GeneratedLink[];
  /** Whether rows with a customer's e-mail are the customer's. */
  readonly byEmail: 'delete' | 'keep' | null;
  readonly content: readonly GeneratedRow[];
}

/** Who is a customer, where they live, and who recommended them. */
interface GeneratedCustomer {
  readonly email: string | null;
  readonly address: number | null;
  readonly recommendedBy: number | null;
}

interface GeneratedRow {
  readonly id: number;
  readonly email: string | null;
  /** Key of the row each link refers to; null for none. */
  readonly refs: readonly (number | null)[];
  readonly kind: string;
  readonly issued: string;
}

/** Tables that hang on customers 1 to 3 and on one another, in all ways that a map and a database know, and their rows. */
export interface GeneratedCalendar {
  readonly customers: readonly GeneratedCustomer[];
  /** Whether the customer's record stays, masked. */
  readonly masked: boolean;
  /** How a customer refers to an address, and how many there are. */
  readonly addresses: { readonly onDelete: OnDelete; readonly count: number };
  readonly tables: readonly GeneratedTable[];
}

const emails = ['anna@quast.example', 'bert@zorn.example', 'cleo@ihle.example', 'home@quast.example', null] as const;
const addressCount = 3;
/** Documents of these days are kept for years, some years, or no longer, by each class of the law. */
const days = ['2026-01-05', '2019-01-05', '2005-01-05'] as const;

const linkShape = fc.record({
  to: fc.nat(9),
  onDelete: fc.constantFrom<OnDelete>('cascade', 'set_null', 'restrict', 'undeclared'),
  rows: fc.option(fc.constantFrom('delete' as const, 'detach' as const, 'keep' as const), { freq: 2 }),
  letsGo: fc.boolean(),
});
const rowShape = fc.record({
  refs: fc.tuple(fc.nat(19), fc.nat(19)),
  issued: fc.constantFrom(...days),
  email: fc.constantFrom(...emails),
  kind: fc.nat(1),
});
const tableShape = fc.record({
  rows: fc.constantFrom('delete' as const, 'delete' as const, 'detach' as const, 'keep' as const),
  retention: fc.option(fc.constantFrom('receipt' as const, 'ledger' as const, 'inherit' as const), { freq: 2 }),
  links: fc.array(linkShape, { minLength: 1, maxLength: 2 }),
  byEmail: fc.option(fc.constantFrom('delete' as const, 'keep' as const), { freq: 1 }),
  polymorphic: fc.boolean(),
  content: fc.array(rowShape, { maxLength: 6 }),
});
const customerShape = fc.record({
  email: fc.constantFrom(...emails),
  address: fc.nat(addressCount),
  recommendedBy: fc.nat(3),
});
const oneOf = (chosen: number): number | null => (chosen === 0 ? null : chosen);

export const generatedCalendar: fc.Arbitrary<GeneratedCalendar> = fc
  .record({
    masked: fc.boolean(),
    people: fc.tuple(customerShape, customerShape, customerShape),
    onDelete: fc.constantFrom<OnDelete>('set_null', 'restrict', 'undeclared', 'cascade'),
    shapes: fc.array(tableShape, { minLength: 1, maxLength: 4 }),
  })
  .map(({ masked, people, onDelete, shapes }) => {
    const tables: GeneratedTable[] = [];
    const customers = people.map(({ email, address, recommendedBy }, at) => ({
      email,
      address: oneOf(address),
      recommendedBy: recommendedBy === at + 1 ? null : oneOf(recommendedBy),
    }));
    for (const [at, shape] of shapes.entries()) {
      const links = shape.links.map((link, index): GeneratedLink => {
        const chosen = link.to % (at + 3);
        const to = chosen < 2 ? 'customers' : chosen === 2 ? 'addresses' : (tables[chosen - 3]?.name ?? 'customers');
        // Most other maps would be refused: a row that stays lets go of what goes.
        const rows = link.rows === 'keep' && shape.rows !== 'keep' ? null : link.rows;
        const letsGo = shape.retention !== 'inherit' || link.letsGo;
        const common = { rows, letsGo, to };
        return shape.polymorphic
          ? { ...common, onDelete: 'undeclared', column: 'ref0', kind: `k${String(index)}` }
          : { ...common, onDelete: link.onDelete, column: `ref${String(index)}`, kind: null };
      });
      const content = shape.content.map((row, index): GeneratedRow => {
        const refs = links.map(({ to }, each) => {
          const count =
            to === 'customers'
              ? customers.length
              : to === 'addresses'
                ? addressCount
                : (tables.find(({ name }) => name === to)?.content.length ?? 0);
          const isHere = !shape.polymorphic || each === row.kind;
          return isHere ? oneOf((row.refs[each] ?? 0) % (count + 1)) : null;
        });
        return { id: index + 1, refs, kind: `k${String(row.kind)}`, issued: row.issued, email: row.email };
      });
      const byEmail = shape.byEmail === 'keep' && shape.rows !== 'keep' ? null : shape.byEmail;
      // Only what hangs on another table has a period to inherit.
      const retention =
        shape.retention === 'inherit' && links.every(({ to }) => to === 'customers') ? null : shape.retention;
      tables.push({ ...shape, retention, byEmail, name: `t${String(at)}`, links, content });
    }
    return { masked, customers, addresses: { onDelete, count: addressCount }, tables };
  });

const names = ["'Anna', 'Quast'", "'Bert', 'Zorn'", "'Cleo', 'Ihle'"];
const text = (value: string | null): string => (value === null ? 'null' : `'${value}'`);

const columnsOf = (links: readonly GeneratedLink[]): string[] => [...new Set(links.map(({ column }) => column))];

/** The calendar as SQL. Every row has a text that no other has. */
export function sqlOf({ customers, addresses, tables }: GeneratedCalendar): string {
  const foreign = (column: string, to: string, onDelete: OnDelete): string =>
    onDelete === 'undeclared'
      ? ''
      : `, foreign key (${column}) references ${to} (id) on delete ${onDelete === 'set_null' ? 'set null' : onDelete}`;
  const values = (row: readonly (string | number | null)[]): string =>
    `(${row.map((each) => each ?? 'null').join(', ')})`;
  const statements = [
    'create table addresses (id integer primary key, street varchar(40))',
    `insert into addresses values ${Array.from({ length: addresses.count }, (_, at) => `(${String(at + 1)}, 'Weg ${String(at + 1)}')`).join(', ')}`,
    `create table customers (id integer primary key, first_name varchar(40), last_name varchar(40), email varchar(80), address_id integer,
      recommended_by integer${foreign('address_id', 'addresses', addresses.onDelete)}${foreign('recommended_by', 'customers', 'set_null')})`,
    ...customers.map(
      ({ email, address }, at) =>
        `insert into customers values ${values([at + 1, names[at] ?? '', text(email), address, null])}`,
    ),
    ...customers.map(
      ({ recommendedBy }, at) =>
        `update customers set recommended_by = ${String(recommendedBy)} where id = ${String(at + 1)}`,
    ),
  ];
  for (const { name, links, content } of tables) {
    const columns = columnsOf(links);
    const keys = links.map(({ column, to, onDelete }) => foreign(column, to, onDelete)).join('');
    statements.push(
      `create table ${name} (id integer primary key, note varchar(40), issued date, mail varchar(80), kind varchar(10)${columns.map((each) => `, ${each} integer`).join('')}${keys})`,
    );
    for (const { id, refs, kind, issued, email } of content) {
      const stored = columns.map(
        (column) => refs.find((ref, at) => links[at]?.column === column && ref !== null) ?? null,
      );
      statements.push(
        `insert into ${name} values ${values([id, text(`${name} ${String(id)}`), text(issued), text(email), text(kind), ...stored])}`,
      );
    }
  }
  return `${statements.join(';\n')};\n`;
}

export function mapOf({ masked, addresses, tables }: GeneratedCalendar): string {
  const lines = [
    `subject:
  table: customers
  key: id
  identifiers: { given_name: first_name, family_name: last_name, emails: [email] }
  ${masked ? 'rows: mask' : 'stub: [last_name]'}
  columns: { ${masked ? 'first_name: null, last_name: null, email: null, ' : ''}address_id: null, recommended_by: null }
tables:
  customers:
    belongs_to: [{ columns: recommended_by, to: customers, on_delete: set_null }]
    rows: detach
  addresses:
    belongs_to: [{ referenced_by: customers, columns: address_id, on_delete: ${addresses.onDelete} }]
    rows: delete_if_orphan
    columns: { street: delete }`,
  ];
  for (const { name, rows, retention, links, byEmail } of tables) {
    lines.push(`  ${name}:`, `    rows: ${rows}`, '    belongs_to:');
    for (const link of links)
      lines.push(
        `      - { columns: ${link.column}, to: ${link.to}, on_delete: ${link.onDelete}${link.rows === null ? '' : `, rows: ${link.rows}`}${link.kind === null ? '' : `, when: { kind: ${link.kind} }`} }`,
      );
    if (byEmail !== null) lines.push(`      - { match: email, column: mail, rows: ${byEmail} }`);
    const actions = [
      'note: keep',
      'issued: keep',
      'mail: null',
      'kind: keep',
      ...columnsOf(links).map(
        (each) => `${each}: ${links.some(({ column, letsGo }) => column === each && letsGo) ? 'null' : 'keep'}`,
      ),
    ];
    lines.push(`    columns: { ${actions.join(', ')} }`);
    if (retention === 'inherit') lines.push('    retention: { inherit: true }');
    else if (retention !== null)
      lines.push(`    retention: { class: ${retention}, date: { column: issued, encoding: date }, after: delete }`);
  }
  return `${lines.join('\n')}\n`;
}

/** Rows that an erasure of customer 1 may change or delete: what hangs on the customer, and on what nobody else has. */
export function touchable({ customers, tables }: GeneratedCalendar): ReadonlySet<string> {
  const [own, ...others] = customers;
  const found = new Set(['customers 1']);
  const isAlone = (of: keyof GeneratedCustomer): boolean => {
    const value = own?.[of] ?? null;
    return value !== null && others.every((other) => other[of] !== value);
  };
  if (isAlone('address')) found.add(`addresses ${String(own?.address)}`);
  for (const { name, links, content, byEmail } of tables)
    for (const row of content)
      if (
        links.some(({ to }, at) => found.has(`${to} ${String(row.refs[at])}`)) ||
        (byEmail !== null && isAlone('email') && row.email === own?.email)
      )
        found.add(`${name} ${String(row.id)}`);
  // Only the reference goes.
  customers.forEach(({ recommendedBy }, at) => recommendedBy === 1 && found.add(`customers ${String(at + 1)}`));
  return found;
}

/** Which rows an erasure of customer 1 leaves, by what the map says in words; null where periods or e-mails have a say. */
export function whatStays(generated: GeneratedCalendar, all: readonly string[]): readonly string[] | null {
  const { masked, tables } = generated;
  if (tables.some(({ retention, byEmail }) => retention !== null || byEmail !== null)) return null;
  // An address that nobody else has goes, and whatever stays lets go of it: no other map is accepted.
  const owned = new Set(['customers 1', ...[...touchable(generated)].filter((id) => id.startsWith('addresses'))]);
  const gone = new Set(owned);
  for (const { name, rows, links, content } of tables)
    for (const { id, refs } of content) {
      const actions = links.flatMap((link, at) =>
        owned.has(`${link.to} ${String(refs[at])}`) ? [link.rows ?? rows] : [],
      );
      if (actions.some((action) => action !== 'detach')) owned.add(`${name} ${String(id)}`);
      if (actions.includes('delete')) gone.add(`${name} ${String(id)}`);
    }
  if (masked) gone.delete('customers 1');
  return all.filter((id) => !gone.has(id)).sort();
}
