import type { Knex } from 'knex';
import { migrationOf, type Define } from './create-tables.js';

/*
 * How a request was handled: one row a request that something was done to besides erasing it. Moments are ISO 8601 text, days
 * `YYYY-MM-DD`. Reasons are typed by a person and may name the customer: they are erased together with the customer's data.
 */
const tables: Readonly<Record<string, Define>> = {
  belbo_erase_handling(table) {
    table.string('request_id', 190).primary();
    // An earlier wish of the same person that joined this request: its day of receipt counts.
    table.string('counts_from', 10).nullable();
    table.string('verified_at', 30).nullable();
    table.string('verified_by', 100).nullable();
    table.string('verified_means', 40).nullable();
    table.string('extended_at', 30).nullable();
    table.string('extended_by', 100).nullable();
    table.text('extension_reason').nullable();
    table.string('held_at', 30).nullable();
    table.string('held_by', 100).nullable();
    table.text('hold_reason').nullable();
    table.string('rejected_at', 30).nullable();
    table.string('rejected_by', 100).nullable();
    table.string('rejection_ground', 40).nullable();
    table.text('rejection_reason').nullable();
    table.string('withdrawn_at', 30).nullable();
    table.string('withdrawn_by', 100).nullable();
  },
};

export const handling: Knex.Migration = migrationOf(tables);
