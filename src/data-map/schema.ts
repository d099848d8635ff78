import { z } from 'zod';
import { subjectMerge, tableMerge } from './merge-schema.js';

/*
 * The data map's format, one definition for three uses: validation, the TypeScript type, and the JSON Schema shipped for
 * editors. What the parts mean is said in `describe`, so that an editor shows it.
 */

/** Classes of documents the law makes one keep; the periods themselves stand in `retention/periods.ts`. */
export const retentionClasses = ['receipt', 'ledger', 'business_letter'] as const;
export type RetentionClass = (typeof retentionClasses)[number];

const name = z.string().min(1).describe('Name of a table or column, exactly as in the database');
const columns = z
  .union([name.transform((one) => [one]), z.array(name).min(1)])
  .describe('One column, or several for a composite key');
const scalar = z.union([z.string(), z.number(), z.boolean().transform(Number)]);
const text = z.strictObject({ de: z.string().min(1), en: z.string().min(1) }).describe('Text in both languages');
const reason = z.string().min(3).describe('Why; shown by doctor');

const now = z.strictObject({ now: z.enum(['date', 'datetime']) }).describe('The moment of planning');
const condition = z
  .strictObject({
    column: name,
    equals: scalar.optional(),
    in: z.array(scalar).min(1).optional(),
    not_in: z.array(scalar).min(1).optional(),
    is_null: z.boolean().optional(),
    greater_than: z.union([scalar, now]).optional(),
    lookup: z
      .strictObject({ table: name, key: name, column: name, in: z.array(scalar).min(1) })
      .optional()
      .describe(
        'The column holds the key of a row in another table whose column has one of these values, such as a role',
      ),
  })
  .describe(
    'A condition on a row; NULL satisfies is_null, and not_in of blockers and logins, which must rather stop too much; no other',
  );

const columnAction = z
  .union([
    z.literal('keep').describe('Stays as it is'),
    z.literal('delete').describe('Goes with the row'),
    z.null().describe('Set to NULL'),
    z.literal('empty').describe('Set to the empty string'),
    z.literal('redact').describe('Mentions of the subject in this text are replaced; the rest stays'),
    z.strictObject({ constant: scalar }),
    z
      .strictObject({ token: z.string() })
      .describe('A unique value with this prefix; fits the length and a UNIQUE index'),
    z.strictObject({ generalise: z.enum(['year', 'postal_code']) }),
    z
      .strictObject({
        json: z.record(
          z.string().regex(/^\$(\.[^.]+)+$/),
          z.union([z.null(), z.literal('redact'), z.literal('remove')]),
        ),
      })
      .describe('JSON paths such as $.customer.name, each with what happens to it; the other paths stay'),
  ])
  .describe('What happens to a column of a row that stays');

const rowAction = z
  .enum(['delete', 'detach', 'keep', 'delete_if_orphan', 'block'])
  .describe(
    'delete; detach (link set to NULL); keep (columns are masked); delete_if_orphan (when nobody else uses it); block (such rows stop the erasure)',
  );

const onDelete = z
  .enum(['cascade', 'set_null', 'restrict', 'no_action', 'undeclared'])
  .describe('What the live foreign key must say; a difference is refused');

const foreignLink = z.strictObject({
  columns,
  to: name.describe('Table the columns refer to: the subject, or a table mapped above it'),
  on: columns.optional().describe('Columns referred to; default: the key of that table'),
  when: z.record(name, scalar).optional().describe('Discriminator of a polymorphic reference'),
  on_delete: onDelete,
  rows: rowAction.optional().describe('For rows found by this link only; default: rows of the table'),
});
const upwardLink = z.strictObject({
  referenced_by: name.describe('Table whose rows refer to rows of this one, such as customers to addresses'),
  columns: columns.describe('Columns of that other table'),
  on: columns.optional(),
  on_delete: onDelete,
});
const softLink = z.strictObject({
  match: z.enum(['email', 'phone', 'number']).describe('Identifier this column may hold; compared exactly, normalised'),
  column: name,
  unless_shared: z.boolean().default(true).describe('Leave the row when another living record holds the same value'),
  confirm: z
    .strictObject({ given_name: name, family_name: name })
    .optional()
    .describe('Columns that tell whose row it is when the value is shared'),
  rows: rowAction.optional(),
});
const link = z.union([foreignLink, upwardLink, softLink]);

const identifierColumns = z.strictObject({
  number: name.optional(),
  given_name: name.optional(),
  family_name: name.optional(),
  birth_name: name.optional(),
  birth_date: name.optional(),
  emails: z.array(name).default([]),
  phones: z.array(name).default([]),
  street: name.optional(),
  postal_code: name.optional(),
  city: name.optional(),
  country: name.optional(),
});

const retention = z.union([
  z.strictObject({
    class: z.enum(retentionClasses).describe('Class of the statutory period; the years stand in the periods file'),
    date: z.strictObject({
      column: name,
      encoding: z.enum(['date', 'datetime', 'unix', 'unix_ms', 'german']).default('datetime'),
    }),
    after: z.enum(['delete', 'mask']).describe('What happens to the row when the period is over'),
    after_columns: z
      .record(name, columnAction)
      .default({})
      .describe('With after: mask, what then happens to the columns the law had needed'),
  }),
  z.strictObject({ inherit: z.literal(true) }).describe('As long as the row it belongs to'),
]);

const title = text.describe('What letters to customers call the entries of this table').optional();

const table = z.strictObject({
  title,
  belongs_to: z.array(link).min(1).describe('How rows of this table hang on the subject'),
  rows: rowAction,
  columns: z.record(name, columnAction).default({}),
  retention: retention.optional(),
  identifiers: identifierColumns.partial().optional().describe('Columns that add identifiers of the subject'),
  ceiling: z.int().positive().optional().describe('Most rows of this table one erasure may touch, cascades counted'),
  merge: tableMerge.optional(),
});

/** Contacts that a household or a company shares, which are no proof of one person. */
const sharedContacts = ['email', 'phone', 'address'] as const;

const matching = z
  .strictObject({
    columns: identifierColumns
      .partial()
      .extend({
        // Without the defaults of the identifiers, which would take their place.
        emails: z.array(name).optional(),
        phones: z.array(name).optional(),
        streets: z.array(name).optional().describe('Several lines of an address; instead of street'),
        house_number: name.optional().describe('When it has a column of its own'),
      })
      .optional()
      .describe('Columns by which duplicates are found; default: the identifiers of the subject'),
    never_merge_on: z
      .array(z.enum(sharedContacts))
      .default([...sharedContacts])
      .describe('What is never enough for a match while names and birth date do not agree'),
  })
  .describe('How duplicates of customers are recognised');

const statusValues = z.strictObject({
  open: z.array(scalar).min(1),
  in_progress: z.array(scalar).min(1),
  erased: z.array(scalar).min(1),
  done: z.array(scalar).min(1),
  rejected: z.array(scalar).min(1),
  withdrawn: z.array(scalar).min(1),
});

const requests = z.union([
  z.literal('own').describe("The calendar has none: the tool's own table"),
  z.strictObject({
    table: name,
    key: name,
    customer: name,
    channel: z.strictObject({ column: name, online: z.array(scalar), staff: z.array(scalar) }),
    received: z.strictObject({
      column: name,
      encoding: z.enum(['date', 'datetime', 'utc_datetime']).default('datetime'),
    }),
    status: z.strictObject({ column: name, values: statusValues.describe('First value of each is the one written') }),
    identifiers: z.strictObject({ emails: z.array(name).default([]), phones: z.array(name).default([]) }).optional(),
    minimise: z.record(name, columnAction).describe('What remains of the request itself'),
    on_delete: onDelete,
  }),
]);

export const dataMapSchema = z.strictObject({
  version: z.literal(1),
  name: z.string().regex(/^[a-z0-9_-]+$/),
  title: text,
  subject: z.strictObject({
    table: name,
    title,
    key: columns,
    filter: z.array(condition).default([]).describe('Which rows of the table are customers'),
    rows: z.enum(['delete', 'mask']).default('delete'),
    identifiers: identifierColumns,
    columns: z.record(name, columnAction).default({}).describe('All other personal columns, and masks'),
    stub: z.array(name).default([]).describe('Base data the retention stub keeps'),
    ceiling: z.int().positive().optional(),
    merge: subjectMerge,
    logins: z
      .array(
        z.strictObject({
          table: name,
          key: columns,
          filter: z.array(condition).default([]),
          login: name.describe('Column shown to name the login'),
          email: name.optional(),
          customer: name.optional().describe('Column with the key of the own customer record'),
          owner: condition.optional().describe('Which logins are owners; the last one is never erased'),
        }),
      )
      .default([])
      .describe('Staff logins: never erased unasked'),
  }),
  matching: matching.default({ never_merge_on: [...sharedContacts] }),
  tables: z.record(name, table),
  mentions: z.record(name, z.array(name).min(1)).default({}).describe('Free text in which anybody may be mentioned'),
  blockers: z
    .array(z.strictObject({ code: z.string().regex(/^[a-z_]+$/), table: name, where: z.array(condition).min(1), text }))
    .default([]),
  manual: z
    .array(
      z.strictObject({ code: z.string().regex(/^[a-z_]+$/), text, table: name.optional(), column: name.optional() }),
    )
    .default([]),
  requests,
  ceilings: z.strictObject({ default: z.int().positive() }).default({ default: 1000 }),
  acknowledged: z
    .strictObject({
      triggers: z.record(name, reason).default({}),
      views: z.record(name, reason).default({}),
      non_transactional: z.record(name, reason).default({}),
    })
    .default({ triggers: {}, views: {}, non_transactional: {} }),
  ignored: z
    .strictObject({
      tables: z.record(name, reason).default({}),
      columns: z
        .array(z.strictObject({ reason, columns: z.array(z.string().regex(/^[^.]+\.[^.]+$/)).min(1) }))
        .default([]),
    })
    .default({ tables: {}, columns: [] }),
});

/** A validated data map: which tables and columns hold personal data, and what happens to each. */
export type DataMap = z.output<typeof dataMapSchema>;
export type ColumnAction = z.output<typeof columnAction>;
export type RowAction = z.output<typeof rowAction>;
export type OnDelete = z.output<typeof onDelete>;
export type Condition = z.output<typeof condition>;
export type Link = z.output<typeof link>;
export type ForeignLink = z.output<typeof foreignLink>;
export type UpwardLink = z.output<typeof upwardLink>;
export type SoftLink = z.output<typeof softLink>;
export type MatchingColumns = NonNullable<z.output<typeof matching>['columns']>;
export type MappedTable = z.output<typeof table>;
export type CalendarRequests = Exclude<z.output<typeof requests>, 'own'>;
/** Columns that identify a person; a table may name some of them. */
export type IdentifierColumns = NonNullable<MappedTable['identifiers']>;
