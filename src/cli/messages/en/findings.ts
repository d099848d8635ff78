type Params = Readonly<Record<string, string | number>>;

/** What is wrong with a configuration or a data map, by code. */
export const findings: Readonly<Record<string, (params: Params) => string>> = {
  unknown_key: ({ key, nearest, valid }) =>
    `unknown key ${String(key)}${nearest === '' ? `; valid: ${String(valid)}` : `; did you mean ${String(nearest)}?`}`,
  missing_key: ({ expected }) => `missing (${String(expected)})`,
  wrong_type: ({ expected }) => `must be ${String(expected)}`,
  not_a_choice: ({ valid }) => `must be one of: ${String(valid)}`,
  above_match: ({ match }) => `must not be above match (${String(match)})`,
  invalid_value: () => 'is not valid',
  yaml_syntax: ({ problem }) => `is not valid YAML (${String(problem)})`,
  unreadable_file: () => 'cannot be read',
  unknown_time_zone: () => 'is not a time zone; an example: Europe/Berlin',
  database_scheme: ({ valid }) => `must begin with one of: ${String(valid)}`,
  password_in_url: () => 'holds a password; remove it and use BELBO_ERASE_PASSWORD or password_file',
  not_an_address: () => 'is not an e-mail address',
  name_taken: () => 'is the name of another one, too',
  password_in_clear: () => 'would send the password over the network unencrypted; use starttls or tls',
  table_missing: ({ table, nearest }) =>
    `there is no table ${String(table)}${nearest === '' ? '' : `; did you mean ${String(nearest)}?`}`,
  column_missing: ({ table, column, nearest }) =>
    `there is no column ${String(table)}.${String(column)}${nearest === '' ? '' : `; did you mean ${String(nearest)}?`}`,
  unmapped_column: ({ type }) =>
    `text column (${String(type)}) that the map does not know; map it or ignore it with a reason`,
  unmapped_reference: ({ to, on_delete }) =>
    `refers to ${String(to)} (ON DELETE ${String(on_delete)}), which the map does not know`,
  outside_reference: ({ name, to, on_delete }) =>
    `is in another database and refers to ${String(to)} (foreign key ${String(name)}, ON DELETE ${String(on_delete)}): rows there would be reached that an erasure can neither count nor prove. Drop that foreign key`,
  key_compared_differently: ({ to, on }) =>
    `compares otherwise than ${String(to)} (${String(on)}), to which it refers: the database would go by that, and reach other rows than were counted. Give both columns the same kind of type (text or number) and the same COLLATE`,
  on_delete_differs: ({ expected, live }) =>
    `the map expects ON DELETE ${String(expected)}, the database says ${String(live)}`,
  not_transactional: ({ storage }) =>
    `is ${String(storage)}, which cannot roll back; acknowledge it with a reason or convert it to InnoDB`,
  unacknowledged_trigger: ({ trigger }) =>
    `trigger ${String(trigger)} may copy old values; check it and acknowledge it`,
  keeps_history: () => 'is system-versioned: deleted rows would live on in its history',
  unacknowledged_view: () => 'is a view the map does not acknowledge',
  no_key: () => 'has no primary key',
  binary_key: ({ column }) =>
    `${String(column)} is a key of bytes, which have no text; use numbers or text (a UUID as CHAR)`,
  null_in_not_null_column: () => 'cannot be NULL',
  same_mask_in_unique_column: () => 'is UNIQUE: use a token',
  mask_too_long: () => 'the mask is longer than the column',
  mask_outside_charset: () => 'the mask has characters the column cannot hold',
  mask_on_generated_column: () => 'is a generated column',
  kept_row_keeps_link: () => 'a row that stays must let go of the record that is deleted: mask this column',
  others_may_use: () => 'others may refer to these rows as well: delete_if_orphan deletes those nobody else uses',
  identifiers_of_others: () =>
    'these rows may be somebody else’s, and what stands in them would be searched for and erased everywhere as the customer’s: leave out identifiers here',
  identifier_not_masked: ({ column }) =>
    `${String(column)} tells who the person is and would stay: mask it, or say that it is kept (keep)`,
  upward_not_by_key: ({ table, key }) =>
    `must refer to the key of ${String(table)} (${String(key)}): by it is asked who else uses the row`,
  not_json: () => 'would not be valid JSON: use json paths, or null',
  constant_of_other_type: () => 'the constant is no value of the column’s type',
  link_to_unmapped_table: ({ table, nearest }) =>
    `hangs on ${String(table)}, which the map does not have${nearest === '' ? '' : `; did you mean ${String(nearest)}?`}`,
  column_counts_differ: ({ left, right }) => `${String(left)} columns refer to ${String(right)}`,
  soft_link_cannot_detach: () => 'a row matched by value has no reference to detach',
  delete_in_kept_row: () => 'delete means: goes with the row; this row may stay. Use null, empty, constant or token',
  nothing_to_inherit: () => 'hangs on no table with a period: there is nothing to inherit',
  subject_may_only_detach_itself: () => 'the customers’ own table may refer to itself only, and only to be detached',
  hangs_on_soft: ({ table }) =>
    `the rows of ${String(table)} are found by a value, and what hangs on such a row cannot be told to be the customer's: give this table a link of its own, or ignore it with a reason`,
  ownership_circle: () => 'the tables hang on one another in a circle: let one of the links detach',
  stub_beside_masked_record: () => 'a masked record keeps its key: a stub beside it would hold the base data twice',
  empty_in_non_text_column: () => 'is no text column: use null or a constant',
  redact_in_non_text_column: () => 'is no text column: there is nothing to redact',
  token_in_non_text_column: () => 'is no text column: a token does not fit',
  json_in_non_text_column: () => 'is neither text nor JSON',
  year_in_non_date_column: () => 'holds no dates: there is no year to keep',
  self_pair: () => 'a record is not a duplicate of itself',
  decided_twice: ({ record }) => `record ${String(record)} stands there more than once`,
  merge_circle: () => 'the merges run in a circle, or merge away the record of the request',
  foreign_key_circle: ({ tables }) => `foreign keys form a circle that nothing can cut: ${String(tables)}`,
};
