import { z } from 'zod';

/*
 * The parts of a data map that say how two records of one person become one. Kept apart from the erasure's parts, which
 * are read by many more.
 */

const name = z.string().min(1);
const scalar = z.union([z.string(), z.number(), z.boolean().transform(Number)]);

/** Consent columns with their values from the strictest on, such as `marketing_consent: [0, 1]`. */
const consent = z
  .record(name, z.array(scalar).min(2))
  .default({})
  .describe(
    'Columns of a consent or objection, with their values, strictest first: of two records the stricter survives',
  );

export const tableMerge = z
  .discriminatedUnion('collision', [
    z.strictObject({ collision: z.literal('survivor'), consent }),
    z.strictObject({ collision: z.literal('newest'), column: name, consent }),
    z.strictObject({ collision: z.literal('sum'), columns: z.array(name).min(1), consent }),
    z.strictObject({ collision: z.literal('ask'), consent }),
  ])
  .describe(
    'When two rows of one person may not stand beside each other (UNIQUE): the surviving record’s stays; the newest by a column; ' +
      'the surviving record’s with these columns added up; or a person is asked (the default)',
  );

export const subjectMerge = z
  .strictObject({
    consent,
    newest: name
      .optional()
      .describe('Column that tells when a record was last changed: of two values the newer is proposed'),
    show: z.array(name).default([]).describe('Tables whose rows are counted beside each record in the review'),
    last_visit: z
      .strictObject({ table: name, column: name })
      .optional()
      .describe('Where the last visit of a record is read'),
  })
  .default({ consent: {}, show: [] })
  .describe('How two records of one person become one');

export type TableMerge = z.output<typeof tableMerge>;
export type SubjectMerge = z.output<typeof subjectMerge>;
