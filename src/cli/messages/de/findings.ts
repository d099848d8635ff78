type Params = Readonly<Record<string, string | number>>;

const gemeint = (nearest: string | number | undefined): string =>
  nearest === '' || nearest === undefined ? '' : `; meinten Sie ${String(nearest)}?`;

/** What is wrong with a configuration or a data map, by code. */
export const findings: Readonly<Record<string, (params: Params) => string>> = {
  unknown_key: ({ key, nearest, valid }) =>
    `unbekannter Schlüssel ${String(key)}${nearest === '' ? `; gültig: ${String(valid)}` : gemeint(nearest)}`,
  missing_key: ({ expected }) => `fehlt (${String(expected)})`,
  wrong_type: ({ expected }) => `muss ${String(expected)} sein`,
  not_a_choice: ({ valid }) => `muss eines hiervon sein: ${String(valid)}`,
  above_match: ({ match }) => `darf nicht über match (${String(match)}) liegen`,
  invalid_value: () => 'ist ungültig',
  yaml_syntax: ({ problem }) => `ist kein gültiges YAML (${String(problem)})`,
  unreadable_file: () => 'ist nicht lesbar',
  unknown_time_zone: () => 'ist keine Zeitzone; ein Beispiel: Europe/Berlin',
  password_in_url: () =>
    'enthält ein Passwort; entfernen Sie es und nutzen Sie BELBO_ERASE_PASSWORD oder password_file',
  database_scheme: ({ valid }) => `muss mit einem hiervon beginnen: ${String(valid)}`,
  not_an_address: () => 'ist keine E-Mail-Adresse',
  name_taken: () => 'heißt schon ein anderer Eintrag',
  password_in_clear: () => 'würde das Passwort unverschlüsselt durch das Netz schicken; nehmen Sie starttls oder tls',
  table_missing: ({ table, nearest }) => `es gibt keine Tabelle ${String(table)}${gemeint(nearest)}`,
  column_missing: ({ table, column, nearest }) =>
    `es gibt keine Spalte ${String(table)}.${String(column)}${gemeint(nearest)}`,
  unmapped_column: ({ type }) =>
    `Textspalte (${String(type)}), die die Karte nicht kennt; ordnen Sie sie zu oder nehmen Sie sie mit Begründung aus`,
  unmapped_reference: ({ to, on_delete }) =>
    `verweist auf ${String(to)} (ON DELETE ${String(on_delete)}), was die Karte nicht kennt`,
  outside_reference: ({ name, to, on_delete }) =>
    `liegt in einer anderen Datenbank und verweist auf ${String(to)} (Fremdschlüssel ${String(name)}, ON DELETE ${String(on_delete)}): eine Löschung träfe dort Zeilen, die sie weder zählen noch nachweisen kann. Diesen Fremdschlüssel entfernen`,
  key_compared_differently: ({ to, on }) =>
    `vergleicht anders als ${String(to)} (${String(on)}), worauf es verweist: die Datenbank ginge danach, und es träfe andere Zeilen als gezählt. Beiden Spalten dieselbe Art (Text oder Zahl) und dieselbe Sortierfolge (COLLATE) geben`,
  on_delete_differs: ({ expected, live }) =>
    `die Karte erwartet ON DELETE ${String(expected)}, die Datenbank sagt ${String(live)}`,
  not_transactional: ({ storage }) =>
    `ist ${String(storage)} und kann nichts zurücknehmen; erkennen Sie es mit Begründung an oder stellen Sie auf InnoDB um`,
  unacknowledged_trigger: ({ trigger }) =>
    `der Trigger ${String(trigger)} könnte alte Werte kopieren; prüfen Sie ihn und erkennen Sie ihn an`,
  keeps_history: () => 'ist systemversioniert: Gelöschtes bliebe in der Historie erhalten',
  unacknowledged_view: () => 'ist eine Sicht, die die Karte nicht anerkennt',
  no_key: () => 'hat keinen Primärschlüssel',
  binary_key: ({ column }) =>
    `${String(column)} ist ein Schlüssel aus Bytes, die keinen Text haben; verwenden Sie Zahlen oder Text (UUID als CHAR)`,
  null_in_not_null_column: () => 'darf nicht NULL sein',
  same_mask_in_unique_column: () => 'ist UNIQUE: nehmen Sie token',
  mask_too_long: () => 'die Maske ist länger als die Spalte',
  mask_outside_charset: () => 'die Maske hat Zeichen, die die Spalte nicht fasst',
  mask_on_generated_column: () => 'ist eine berechnete Spalte',
  kept_row_keeps_link: () =>
    'eine Zeile, die bleibt, muss den gelöschten Datensatz loslassen: maskieren Sie diese Spalte',
  others_may_use: () =>
    'auf diese Zeilen können auch andere verweisen: delete_if_orphan löscht sie nur, wenn niemand sonst sie nutzt',
  identifiers_of_others: () =>
    'diese Zeilen können auch anderen gehören; was darin steht, würde als Angabe der Kundin überall gesucht und gelöscht: identifiers hier weglassen',
  identifier_not_masked: ({ column }) =>
    `${String(column)} gehört zu einer Person und bliebe stehen: maskieren oder ausdrücklich behalten (keep)`,
  upward_not_by_key: ({ table, key }) =>
    `muss sich auf den Schlüssel von ${String(table)} beziehen (${String(key)}): nach ihm wird gefragt, wer die Zeile noch nutzt`,
  not_json: () => 'wäre kein gültiges JSON: json-Pfade oder null verwenden',
  constant_of_other_type: () => 'die Konstante passt nicht zum Typ der Spalte',
  link_to_unmapped_table: ({ table, nearest }) =>
    `hängt an ${String(table)}; diese Tabelle fehlt in der Datenkarte${nearest === '' ? '' : `. Meinten Sie ${String(nearest)}?`}`,
  column_counts_differ: ({ left, right }) => `${String(left)} Spalten verweisen auf ${String(right)}`,
  soft_link_cannot_detach: () => 'eine über den Wert gefundene Zeile hat keinen Verweis, der zu lösen wäre',
  delete_in_kept_row: () =>
    'delete heißt: geht mit der Zeile; diese Zeile kann bleiben. null, empty, constant oder token verwenden',
  nothing_to_inherit: () => 'hängt an keiner Tabelle mit einer Frist: es gibt nichts zu erben',
  subject_may_only_detach_itself: () =>
    'die Tabelle der Kundenakten darf nur auf sich selbst verweisen, und nur zum Lösen',
  hangs_on_soft: ({ table }) =>
    `die Zeilen von ${String(table)} werden an einem Wert erkannt; was an einer solchen Zeile hängt, ist nicht sicher von der Kundin: der Tabelle eine eigene Verbindung geben oder sie mit Grund ignorieren`,
  ownership_circle: () => 'die Tabellen hängen im Kreis aneinander: eine der Verbindungen muss gelöst werden (detach)',
  stub_beside_masked_record: () =>
    'eine maskierte Akte behält ihren Schlüssel: eine Aufbewahrung daneben hielte die Stammdaten doppelt',
  empty_in_non_text_column: () => 'ist keine Textspalte: null oder eine Konstante verwenden',
  redact_in_non_text_column: () => 'ist keine Textspalte: hier ist nichts zu schwärzen',
  token_in_non_text_column: () => 'ist keine Textspalte: ein Token passt nicht',
  json_in_non_text_column: () => 'ist weder Text noch JSON',
  year_in_non_date_column: () => 'enthält keine Daten mit Jahr: es bleibt keins übrig',
  self_pair: () => 'Eine Akte ist nicht ihre eigene Dublette',
  decided_twice: ({ record }) => `Die Akte ${String(record)} steht mehr als einmal da`,
  merge_circle: () => 'Die Zusammenführungen laufen im Kreis oder lassen die Akte der Anfrage verschwinden',
  foreign_key_circle: ({ tables }) =>
    `Fremdschlüssel bilden einen Kreis, der sich nicht auflösen lässt: ${String(tables)}`,
};
