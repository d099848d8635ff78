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
  table_missing: ({ table, nearest }) =>
    `there is no table ${String(table)}${nearest === '' ? '' : `; did you mean ${String(nearest)}?`}`,
  column_missing: ({ table, column, nearest }) =>
    `there is no column ${String(table)}.${String(column)}${nearest === '' ? '' : `; did you mean ${String(nearest)}?`}`,
  unmapped_column: ({ type }) =>
    `text column (${String(type)}) that the map does not know; map it or ignore it with a reason`,
  unmapped_reference: ({ to, on_delete }) =>
    `refers to ${String(to)} (ON DELETE ${String(on_delete)}), which the map does not know`,
  on_delete_differs: ({ expected, live }) =>
    `the map expects ON DELETE ${String(expected)}, the database says ${String(live)}`,
  not_transactional: ({ storage }) =>
    `is ${String(storage)}, which cannot roll back; acknowledge it with a reason or convert it to InnoDB`,
  unacknowledged_trigger: ({ trigger }) =>
    `trigger ${String(trigger)} may copy old values; check it and acknowledge it`,
  keeps_history: () => 'is system-versioned: deleted rows would live on in its history',
  unacknowledged_view: () => 'is a view the map does not acknowledge',
  no_key: () => 'has no primary key',
  null_in_not_null_column: () => 'cannot be NULL',
  same_mask_in_unique_column: () => 'is UNIQUE: use a token',
  mask_too_long: () => 'the mask is longer than the column',
  mask_outside_charset: () => 'the mask has characters the column cannot hold',
  mask_on_generated_column: () => 'is a generated column',
  kept_row_keeps_link: () => 'a row that stays must let go of the record that is deleted: mask this column',
  foreign_key_circle: ({ tables }) => `foreign keys form a circle that nothing can cut: ${String(tables)}`,
};
