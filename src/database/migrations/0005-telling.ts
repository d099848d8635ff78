import { migrationOf, type Define } from './create-tables.js';

/*
 * Telling others: which recipients of a request's data were told (Art. 19 GDPR), and which mails went out. Neither holds
 * personal data of customers: recipients are those of the configuration, mails are known by their Message-ID.
 */

const tables: Readonly<Record<string, Define>> = {
  /** One row a request and recipient, opened by the erasure; settled when confirmed, or impossible with a reason. */
  belbo_erase_recipients(table) {
    table.string('request_id', 190).notNullable();
    table.string('recipient', 190).notNullable();
    table.string('opened_at', 30).notNullable();
    table.string('reminded_at', 30).nullable();
    table.integer('reminders').notNullable().defaultTo(0);
    table.string('settled_at', 30).nullable();
    table.string('outcome', 20).nullable();
    table.text('reason').nullable();
    table.primary(['request_id', 'recipient']);
  },
  /**
   * One row a notice, written before its mail goes out. `handed_at` is set before the server gets the text, `sent_at` when
   * it has accepted it: what has the one and not the other may or may not have arrived.
   */
  belbo_erase_mails(table) {
    table.string('notice', 190).primary();
    table.string('message_id', 190).notNullable().index('belbo_erase_mails_message');
    table.string('kind', 30).notNullable();
    table.string('request_id', 190).nullable();
    table.string('claimed_at', 30).notNullable();
    table.string('handed_at', 30).nullable();
    table.string('sent_at', 30).nullable();
  },
};

export const telling = migrationOf(tables);
