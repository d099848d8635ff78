import type { Knex } from 'knex';
import { migrationOf, type Define } from './create-tables.js';

/*
 * What was decided of possible duplicates, and the merges made of it. Values of customers stand in `ciphertext` alone, sealed
 * with the key file: when it is emptied, by undoing or by erasing the person, nothing of them is left.
 */

const tables: Readonly<Record<string, Define>> = {
  /** What a person said of two records. `digest` (keyed with the key file) is of the values they were compared on. */
  belbo_erase_decisions(table) {
    table.string('key_a', 190).notNullable();
    table.string('key_b', 190).notNullable();
    table.string('verdict', 20).notNullable();
    table.specificType('digest', 'char(64)').notNullable();
    table.string('decided_at', 30).notNullable();
    table.string('who', 100).notNullable();
    table.primary(['key_a', 'key_b']);
    table.index(['key_b'], 'belbo_erase_decisions_b');
  },
  /** One row a merge: the marker of its transaction, its undo snapshot, and the identifiers of the records that went. */
  belbo_erase_merges(table) {
    table.increments('id');
    table.string('request_id', 190).nullable();
    table.string('survivor_key', 190).notNullable();
    /** Record that holds what was merged today: the survivor, or whatever that was merged into later. */
    table.string('holder_key', 190).notNullable().index('belbo_erase_merges_holder');
    table.text('merged_keys').notNullable();
    table.specificType('fingerprint', 'char(64)').notNullable();
    table.string('merged_at', 30).notNullable();
    table.string('who', 100).notNullable();
    table.text('report', 'longtext').notNullable();
    table.string('undone_at', 30).nullable();
    table.string('nonce', 64).nullable();
    table.string('tag', 64).nullable();
    table.text('ciphertext', 'longtext').nullable();
  },
};

export const duplicates: Knex.Migration = migrationOf(tables);
