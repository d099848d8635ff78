import type { Knex } from 'knex';

/** Columns and indexes of one table. */
export type Define = (table: Knex.CreateTableBuilder) => void;

/** A migration that creates these tables, in their order, alike on both engines. */
export function migrationOf(tables: Readonly<Record<string, Define>>): Knex.Migration {
  return {
    async up(knex) {
      const mysql = (knex.client as { readonly config: Knex.Config }).config.client === 'mysql2';
      for (const [name, define] of Object.entries(tables)) {
        await knex.schema.createTable(name, (table) => {
          if (mysql) {
            table.engine('InnoDB');
            table.charset('utf8mb4');
            // Ids and keys are compared letter by letter.
            table.collate('utf8mb4_bin');
          }
          define(table);
        });
      }
    },
    async down(knex) {
      for (const name of Object.keys(tables).reverse()) await knex.schema.dropTableIfExists(name);
    },
  };
}
