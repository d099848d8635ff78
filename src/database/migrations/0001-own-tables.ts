import type { Knex } from 'knex';
import { migrationOf, type Define } from './create-tables.js';

/*
 * The tool's own tables. They live in the calendar's database so that they commit together with an erasure. Moments are
 * ISO 8601 text and days `YYYY-MM-DD`, alike on both engines. None but `identifiers` (encrypted, and destroyed when the
 * request is done) and `stubs` (what the law says must stay) holds personal data.
 */

const tables: Readonly<Record<string, Define>> = {
  /** Requests, where the calendar has no table for them. */
  belbo_erase_requests(table) {
    table.increments('id');
    table.string('customer_key', 190).nullable();
    table.string('channel', 20).notNullable();
    table.string('received_on', 10).notNullable();
    table.string('status', 20).notNullable();
    table.string('created_at', 30).notNullable();
    table.index(['status', 'received_on'], 'belbo_erase_requests_status');
  },
  /** One row an erasure, written in its transaction: the marker that tells whether a lost COMMIT had committed. */
  belbo_erase_erasures(table) {
    table.string('request_id', 190).primary();
    table.string('status', 20).notNullable();
    table.string('map', 100).notNullable();
    table.specificType('fingerprint', 'char(64)').notNullable();
    table.string('erased_at', 30).notNullable();
    table.string('completed_at', 30).nullable();
    table.string('open_steps', 200).notNullable().defaultTo('');
    table.text('report', 'longtext').notNullable();
  },
  /** Identifiers that later steps of a request still need, sealed with the key file. */
  belbo_erase_identifiers(table) {
    table.string('request_id', 190).primary();
    table.string('nonce', 64).notNullable();
    table.string('tag', 64).notNullable();
    table.text('ciphertext', 'longtext').notNullable();
    table.string('created_at', 30).notNullable();
  },
  /** Retention stubs: base data kept for owner and accountant (Art. 17(3)(b), Art. 18 GDPR). */
  belbo_erase_stubs(table) {
    table.increments('id');
    table.string('request_id', 190).notNullable().index('belbo_erase_stubs_request');
    table.text('base_data', 'longtext').nullable();
    table.string('visible_to', 100).notNullable();
    table.string('retained_until', 10).notNullable();
    table.string('created_at', 30).notNullable();
    table.string('purged_at', 30).nullable();
  },
  /** The rows a stub stands for, each with its own basis and expiry. */
  belbo_erase_stub_rows(table) {
    table.integer('stub_id').unsigned().notNullable();
    table.string('table_name', 190).notNullable();
    table.string('row_key', 190).notNullable();
    table.string('retention_class', 60).notNullable();
    table.string('basis', 200).notNullable();
    table.string('retained_until', 10).notNullable();
    table.string('after_expiry', 20).notNullable();
    table.primary(['stub_id', 'table_name', 'row_key']);
    table.index('row_key', 'belbo_erase_stub_rows_key');
  },
  /** What happened to a request, by whom (Art. 5(2) GDPR). */
  belbo_erase_events(table) {
    table.increments('id');
    table.string('request_id', 190).notNullable().index('belbo_erase_events_request');
    table.string('at', 30).notNullable();
    table.string('who', 100).notNullable();
    table.string('event', 60).notNullable();
    table.text('details').nullable();
  },
  /** Locks between runs. A row, for on Galera GET_LOCK holds on one node only. */
  belbo_erase_lock(table) {
    table.string('name', 60).primary();
    table.string('owner', 190).notNullable();
    table.string('host', 190).notNullable();
    table.integer('pid').notNullable();
    table.string('since', 30).notNullable();
    table.string('heartbeat', 30).notNullable();
  },
};

export const ownTables: Knex.Migration = migrationOf(tables);
