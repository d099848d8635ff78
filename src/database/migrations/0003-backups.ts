import type { Knex } from 'knex';
import { migrationOf, type Define } from './create-tables.js';

/*
 * The register of the backups: which files are known, and what was done to them for which request. No personal data: of a
 * record that waits for a decision there is its line and a keyed digest, no more.
 */

const tables: Readonly<Record<string, Define>> = {
  /** Files that are or were backups. */
  belbo_erase_backups(table) {
    table.increments('id');
    // SHA-256 of the path, for paths are longer than what an index takes.
    table.specificType('path_key', 'char(64)').notNullable().unique({ indexName: 'belbo_erase_backups_path' });
    table.text('path').notNullable();
    // As it was last seen; null before it could be read.
    table.specificType('sha256', 'char(64)').nullable();
    table.string('size', 20).notNullable();
    table.string('mtime_ns', 30).notNullable();
    table.string('problem', 30).nullable();
    table.string('first_seen_at', 30).notNullable();
    table.string('seen_at', 30).notNullable();
    // A person said that the file is gone for good.
    table.string('forgotten_at', 30).nullable();
  },
  /** What was done to a backup for a request; the last row of a pair counts. */
  belbo_erase_scrubs(table) {
    table.increments('id');
    table.integer('backup_id').unsigned().notNullable();
    table.string('request_id', 190).notNullable();
    table.string('state', 20).notNullable();
    table.specificType('sha256_before', 'char(64)').notNullable();
    table.specificType('sha256_after', 'char(64)').notNullable();
    table.bigInteger('records').notNullable();
    table.bigInteger('removed').notNullable();
    table.bigInteger('redacted').notNullable();
    table.bigInteger('review').notNullable();
    table.string('at', 30).notNullable();
    table.string('who', 100).notNullable();
    table.index(['backup_id', 'request_id'], 'belbo_erase_scrubs_pair');
    table.index(['request_id'], 'belbo_erase_scrubs_request');
  },
  /** Records that a person must look at, and what they said. */
  belbo_erase_backup_reviews(table) {
    table.increments('id');
    table.integer('backup_id').unsigned().notNullable();
    table.string('request_id', 190).notNullable();
    // HMAC of the record under the key file: tells the same record again, and nobody what it holds.
    table.specificType('digest', 'char(64)').notNullable();
    table.string('member', 500).nullable();
    table.bigInteger('line').notNullable();
    table.string('reason', 30).notNullable();
    table.string('decision', 20).nullable();
    table.string('decided_at', 30).nullable();
    table.string('who', 100).nullable();
    table.index(['request_id', 'digest'], 'belbo_erase_reviews_digest');
    table.index(['backup_id', 'request_id'], 'belbo_erase_reviews_backup');
  },
};

export const backups: Knex.Migration = migrationOf(tables);
