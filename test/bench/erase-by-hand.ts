import type { Database, Queries, Value } from '../../src/database/database.js';

/** What somebody would write by hand for the reference calendar: the same deletes, one transaction a subject. */
const byHand: readonly string[] = [
  'update customers set recommended_by = null where recommended_by = ?',
  'update appointments set companion_customer_id = null where companion_customer_id = ?',
  'update vouchers set buyer_customer_id = null where buyer_customer_id = ?',
  'delete from online_accounts where customer_id = ?',
  "delete from custom_field_values where entity_type = 'customer' and entity_id = ?",
  'delete from waiting_list where customer_id = ?',
  'delete from colour_formulas where customer_id = ?',
  'delete from documents where customer_id = ?',
  'delete from bonus_cards where customer_id = ?',
  'delete from message_log where customer_id = ?',
  'delete from message_log where recipient = ?',
  'delete from newsletter_subscribers where email = ?',
  'delete from appointment_services where appointment_id in (select id from appointments where customer_id = ?)',
  'delete from reviews where customer_id = ?',
  "delete from receipt_items where receipt_id in (select id from receipts where customer_id = ? and issued_at < '2018-01-01')",
  "delete from change_log where table_name = 'customers' and row_key = ?",
  "delete from receipts where customer_id = ? and issued_at < '2018-01-01'",
  'update receipts set customer_id = null, note = null where customer_id = ?',
  'delete from appointments where customer_id = ?',
  "update erasure_requests set customer_name = null, customer_email = null, note = null, status = 'fertig' where customer_id = ?",
  'delete from customers where id = ?',
];

/** MariaDB 10.11 runs an IN subquery of a DELETE row by row; by hand one would write a join there. */
function forEngine(sql: string, db: Database): string {
  if (db.engine === 'sqlite') return sql;
  return sql.replace(
    /^delete from (\w+) where (\w+) in \(select id from (\w+) where (.*)\)$/,
    'delete x from $1 x join $3 p on p.id = x.$2 where p.$4',
  );
}

/** The id, as text where it is compared with one, or the e-mail: what makes use of the indexes. */
function bindingFor(sql: string, id: number, email: Value): Value {
  if (sql.includes('recipient = ?') || sql.includes('email = ?')) return email;
  return sql.includes('row_key') ? String(id) : id;
}

/** Erases one customer as a careful script would: the deletes of the reference calendar in one transaction, and nothing else. */
export async function eraseByHand(db: Database, id: number): Promise<void> {
  await db.transaction(async (trx: Queries) => {
    const [customer] = await trx.all('select email from customers where id = ?', [id]);
    for (const sql of byHand) await trx.run(forEngine(sql, db), [bindingFor(sql, id, customer?.['email'] ?? null)]);
  });
}
