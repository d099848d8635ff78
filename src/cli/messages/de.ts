import type { Messages } from './en.js';

type Params = Readonly<Record<string, string | number>>;

const zahl = (count: number, one: string, many: string): string => `${String(count)} ${count === 1 ? one : many}`;
const fehler = (list: readonly unknown[]): string => `${String(list.length)} Fehler`;
const statusName: Readonly<Record<string, string>> = {
  open: 'neu',
  in_progress: 'in Bearbeitung',
  erased: 'gelöscht',
  done: 'fertig',
  rejected: 'abgelehnt',
  withdrawn: 'zurückgezogen',
};

const errors: Messages['errors'] = {
  UNKNOWN_COMMAND: {
    message: ({ name }) => `Den Befehl ${name} gibt es nicht.`,
    hint: ({ nearest, valid }) => (nearest === '' ? `Befehle: ${valid}` : `Meinten Sie ${nearest}?`),
  },
  UNKNOWN_OPTION: {
    message: ({ option }) => `Die Option ${option} gibt es nicht.`,
    hint: ({ nearest, command }) =>
      nearest === '' ? `Siehe: belbo-erase ${command}--help` : `Meinten Sie ${nearest}?`,
  },
  MISSING_COMMAND: {
    message: ({ command }) => `Zu ${command === '' ? 'belbo-erase' : command} fehlt der Befehl.`,
    hint: ({ valid }) => `Befehle: ${valid}`,
  },
  MISSING_ARGUMENT: {
    message: ({ argument }) => `Es fehlt: ${argument}.`,
    hint: ({ command }) => `Siehe: belbo-erase ${command}--help`,
  },
  MISSING_VALUE: {
    message: ({ option }) => `Zu ${option} fehlt der Wert.`,
    hint: ({ command }) => `Siehe: belbo-erase ${command}--help`,
  },
  TOO_MANY_ARGUMENTS: {
    message: () => 'Zu viele Angaben.',
    hint: ({ command }) => `Siehe: belbo-erase ${command}--help`,
  },
  REQUEST_NOT_FOUND: {
    message: ({ id }) => `Es gibt keine Löschanfrage ${id}.`,
    hint: () => 'Alle Anfragen zeigt: belbo-erase list --all',
  },
  REQUEST_CLOSED: {
    message: ({ id, status }) =>
      `Die Löschanfrage ${id} ist ${statusName[status] ?? status}; es wurde nichts geändert.`,
    hint: ({ id }) => `Was geschehen ist, zeigt: belbo-erase show ${id}`,
  },
  REQUEST_NOT_ERASED: {
    message: ({ id }) => `Zur Löschanfrage ${id} wurde noch nichts gelöscht.`,
    hint: ({ id }) => `Beginnen Sie mit: belbo-erase plan ${id}`,
  },
  CUSTOMER_NOT_FOUND: {
    message: () => 'Keine Kundenakte hat diese Nummer, oder mehrere haben sie.',
    hint: () => 'Schlagen Sie die Kundennummer im Kalender nach.',
  },
  CONFIRMATION_MISSING: {
    message: () => 'Hier wird endgültig gelöscht; dazu fehlt die Bestätigung.',
    hint: ({ id }) => `In einem Skript: --confirm ${id}`,
  },
  CONFIRMATION_WRONG: {
    message: ({ id }) => `Die Bestätigung lautet nicht ${id}; es wurde nichts geändert.`,
    hint: ({ id }) => `Tippen Sie genau: ${id}`,
  },
  DECISION_MISSING: {
    message: ({ option }) => `Es fehlt eine Entscheidung: ${option}.`,
    hint: ({ option }) => `Entscheiden Sie mit ${option}; worum es geht, zeigt belbo-erase plan.`,
  },
  UNKNOWN_FIELD: {
    message: ({ field }) => `Es gibt kein JSON-Feld ${field}.`,
    hint: ({ valid }) => `Gültig sind: ${valid}`,
  },
  INVALID_OPTION: {
    message: ({ option }) => `Der Wert von ${option} ist ungültig.`,
    hint: ({ valid }) => `Gültig: ${valid}`,
  },
  STUB_NOT_FOUND: {
    message: ({ id }) => `Es gibt keinen Aufbewahrungssatz ${id}.`,
    hint: () => 'Alle zeigt: belbo-erase stubs list',
  },
  DEMO_FOLDER_NOT_EMPTY: {
    message: ({ path }) => `Im Ordner ${path} liegen Dateien, die nicht zur Demo gehören.`,
    hint: () => 'Nennen Sie mit --dir einen anderen Ordner.',
  },
  CONFIG_NOT_FOUND: {
    message: ({ path }) => `Keine Konfiguration: ${path} fehlt, und es ist keine Datenbank genannt.`,
    hint: () => 'Nennen Sie --config oder --database, oder probieren Sie: belbo-erase demo',
  },
  CONFIG_INVALID: {
    message: ({ path, findings }) => `Die Konfiguration ${path} hat ${fehler(findings)}:`,
    hint: () => 'Berichtigen Sie sie und versuchen Sie es erneut; es wurde nichts geändert.',
  },
  MAP_NOT_FOUND: {
    message: ({ name }) => `Es gibt keine Datenkarte ${name}.`,
    hint: ({ builtIn }) => `Mitgeliefert: ${builtIn}; oder nennen Sie eine Datei.`,
  },
  MAP_INVALID: {
    message: ({ path, findings }) => `Die Datenkarte ${path} hat ${fehler(findings)}:`,
    hint: () => 'Berichtigen Sie sie und versuchen Sie es erneut; es wurde nichts geändert.',
  },
  MAP_MISMATCH: {
    message: ({ map, findings }) => `Die Datenkarte ${map} passt nicht zur Datenbank (${fehler(findings)}):`,
    hint: () =>
      'Solange personenbezogene Daten übersehen werden könnten, wird nichts gelöscht. Ergänzen Sie die Karte, oder nehmen Sie mit Begründung aus, was keine enthält.',
  },
  NOT_INITIALISED: {
    message: ({ database }) => `${database} ist für belbo-erase noch nicht eingerichtet.`,
    hint: () => 'Einmal ausführen: belbo-erase init',
  },
  KEY_FILE_MISSING: {
    message: ({ path }) => `Die Schlüsseldatei ${path} fehlt.`,
    hint: () => 'Holen Sie sie aus der Sicherung, oder legen Sie eine neue an: belbo-erase init',
  },
  KEY_FILE_INVALID: {
    message: ({ path }) => `${path} ist keine Schlüsseldatei.`,
    hint: () =>
      'Holen Sie sie aus der Sicherung, oder schieben Sie die Datei beiseite und führen Sie aus: belbo-erase init',
  },
  KEY_FILE_EXPOSED: {
    message: ({ path, mode }) => `Andere dürfen die Schlüsseldatei ${path} lesen (Rechte ${mode}).`,
    hint: ({ path }) => `Ausführen: chmod 600 ${path}`,
  },
  DATABASE_UNREACHABLE: {
    message: ({ database, reason }) => `${database} ist nicht erreichbar (${reason}).`,
    hint: () => 'Prüfen Sie, ob der Server läuft und die Adresse stimmt.',
  },
  DATABASE_NOT_FOUND: {
    message: ({ path }) => `Es gibt keine Datenbankdatei ${path}.`,
    hint: () => 'Prüfen Sie den Pfad in belbo-erase.yaml oder --database.',
  },
  ACCESS_DENIED: {
    message: ({ database, user }) => `${database} weist den Benutzer ${user} ab.`,
    hint: () =>
      'Prüfen Sie Benutzer und Passwort; das Passwort kommt aus BELBO_ERASE_PASSWORD, password_file oder der Eingabe.',
  },
  LOCKED: {
    message: ({ owner, since }) =>
      `Ein anderer Lauf arbeitet gerade (${owner}${since === '' ? '' : `, seit ${since}`}).`,
    hint: () => 'Warten Sie, bis er fertig ist, und versuchen Sie es erneut.',
  },
  DATABASE_BUSY: {
    message: ({ database }) => `${database} ist von einem anderen Programm gesperrt.`,
    hint: () => 'Es wurde nichts geändert. Versuchen Sie es erneut, wenn der Kalender ruht.',
  },
  DATABASE_READ_ONLY: {
    message: ({ database }) => `${database} ist schreibgeschützt.`,
    hint: () => 'Es wurde nichts geändert. Prüfen Sie die Rechte der Datei oder des Benutzers.',
  },
  DISK_FULL: {
    message: ({ database }) => `Kein Platz mehr für ${database}.`,
    hint: () => 'Es wurde nichts geändert. Schaffen Sie Platz und versuchen Sie es erneut.',
  },
  COMMIT_UNCERTAIN: {
    message: ({ database }) => `Die Verbindung zu ${database} riss beim Speichern ab.`,
    hint: () => 'Es ist entweder alles oder nichts geschehen. Sehen Sie nach mit: belbo-erase list',
  },
  QUERY_FAILED: {
    message: ({ code, table }) =>
      `Die Datenbank hat eine Anweisung${table === '' ? '' : ` zu ${table}`} abgelehnt (${code}).`,
    hint: () => 'Es wurde nichts geändert. Ausführen: belbo-erase doctor',
  },
  COUNT_MISMATCH: {
    message: ({ table, planned, found }) =>
      `${table}: ${String(found)} statt ${String(planned)} Zeilen; alles wurde zurückgenommen.`,
    hint: () => 'Planen Sie neu: Der Kalender wurde inzwischen geändert.',
  },
  PLAN_STALE: {
    message: ({ id }) =>
      `Seit der Planung der Löschanfrage ${id} hat sich der Kalender geändert; es wurde nichts gelöscht.`,
    hint: ({ id }) => `Sehen Sie erneut nach: belbo-erase plan ${id}`,
  },
  STAFF_LOGIN: {
    message: ({ login }) => `Diese Person gehört auch zum Personal (Login ${login}).`,
    hint: ({ login }) => `Soll die Kundenakte trotzdem gelöscht werden: --force-login ${login}. Das Login bleibt.`,
  },
  LAST_OWNER_LOGIN: {
    message: ({ login }) => `Diese Person ist die letzte Inhaberin oder der letzte Inhaber (Login ${login}).`,
    hint: () =>
      'Danach könnte niemand mehr den Kalender verwalten: Geben Sie zuerst einer anderen Person die Inhaberrolle.',
  },
  BLOCKED: {
    message: ({ id, codes }) => `Die Löschanfrage ${id} darf jetzt nicht ausgeführt werden: ${codes}.`,
    hint: ({ id }) => `Was zu tun ist, zeigt: belbo-erase plan ${id}`,
  },
  CEILING_EXCEEDED: {
    message: ({ table, rows, ceiling }) =>
      `${table}: ${String(rows)} Zeilen wären betroffen, mehr als die Obergrenze von ${String(ceiling)}.`,
    hint: () => 'Prüfen Sie den Plan; ist er richtig, heben Sie die Obergrenze in der Datenkarte an.',
  },
  SUBJECT_GONE: {
    message: ({ id }) => `Die Kundenakte zur Löschanfrage ${id} gibt es nicht mehr.`,
    hint: () =>
      'Jemand hat sie im Kalender gelöscht. Was sonst noch gespeichert ist, lässt sich von hier aus nicht finden.',
  },
  NOT_A_CUSTOMER: {
    message: ({ id }) => `Der Datensatz zur Löschanfrage ${id} gehört keiner Kundin und keinem Kunden.`,
    hint: () => 'Berichtigen Sie die Anfrage im Kalender.',
  },
  INTERNAL: {
    message: ({ detail }) => `Ein Fehler des Programms (${detail}).`,
    hint: () => 'Es wurde nichts geändert. Bitte melden Sie ihn.',
  },
};

const gemeint = (nearest: string | number | undefined): string =>
  nearest === '' || nearest === undefined ? '' : `; meinten Sie ${String(nearest)}?`;
const befunde: Readonly<Record<string, (params: Params) => string>> = {
  unknown_key: ({ key, nearest, valid }) =>
    `unbekannter Schlüssel ${String(key)}${nearest === '' ? `; gültig: ${String(valid)}` : gemeint(nearest)}`,
  missing_key: ({ expected }) => `fehlt (${String(expected)})`,
  wrong_type: ({ expected }) => `muss ${String(expected)} sein`,
  not_a_choice: ({ valid }) => `muss eines hiervon sein: ${String(valid)}`,
  invalid_value: () => 'ist ungültig',
  yaml_syntax: ({ problem }) => `ist kein gültiges YAML (${String(problem)})`,
  unreadable_file: () => 'ist nicht lesbar',
  unknown_time_zone: () => 'ist keine Zeitzone; ein Beispiel: Europe/Berlin',
  password_in_url: () =>
    'enthält ein Passwort; entfernen Sie es und nutzen Sie BELBO_ERASE_PASSWORD oder password_file',
  database_scheme: ({ valid }) => `muss mit einem hiervon beginnen: ${String(valid)}`,
  table_missing: ({ table, nearest }) => `es gibt keine Tabelle ${String(table)}${gemeint(nearest)}`,
  column_missing: ({ table, column, nearest }) =>
    `es gibt keine Spalte ${String(table)}.${String(column)}${gemeint(nearest)}`,
  unmapped_column: ({ type }) =>
    `Textspalte (${String(type)}), die die Karte nicht kennt; ordnen Sie sie zu oder nehmen Sie sie mit Begründung aus`,
  unmapped_reference: ({ to, on_delete }) =>
    `verweist auf ${String(to)} (ON DELETE ${String(on_delete)}), was die Karte nicht kennt`,
  on_delete_differs: ({ expected, live }) =>
    `die Karte erwartet ON DELETE ${String(expected)}, die Datenbank sagt ${String(live)}`,
  not_transactional: ({ storage }) =>
    `ist ${String(storage)} und kann nichts zurücknehmen; erkennen Sie es mit Begründung an oder stellen Sie auf InnoDB um`,
  unacknowledged_trigger: ({ trigger }) =>
    `der Trigger ${String(trigger)} könnte alte Werte kopieren; prüfen Sie ihn und erkennen Sie ihn an`,
  keeps_history: () => 'ist systemversioniert: Gelöschtes bliebe in der Historie erhalten',
  unacknowledged_view: () => 'ist eine Sicht, die die Karte nicht anerkennt',
  no_key: () => 'hat keinen Primärschlüssel',
  null_in_not_null_column: () => 'darf nicht NULL sein',
  same_mask_in_unique_column: () => 'ist UNIQUE: nehmen Sie token',
  mask_too_long: () => 'die Maske ist länger als die Spalte',
  mask_outside_charset: () => 'die Maske hat Zeichen, die die Spalte nicht fasst',
  mask_on_generated_column: () => 'ist eine berechnete Spalte',
  kept_row_keeps_link: () =>
    'eine Zeile, die bleibt, muss den gelöschten Datensatz loslassen: maskieren Sie diese Spalte',
  foreign_key_circle: ({ tables }) =>
    `Fremdschlüssel bilden einen Kreis, der sich nicht auflösen lässt: ${String(tables)}`,
};

/** Every text of the command line, in German. */
export const de: Messages = {
  error: 'Fehler',
  hint: 'Hinweis',
  errors,
  finding: (code, params) => befunde[code]?.(params) ?? code.replaceAll('_', ' '),
  unexpected: {
    message: (code) => `Ein unerwarteter Fehler (${code}).`,
    hint: 'Es ist nichts Halbes zurückgeblieben. Wo es war, zeigt BELBO_ERASE_DEBUG=1; sonst hilft: belbo-erase doctor',
  },
  date: (iso) => `${iso.slice(8, 10)}.${iso.slice(5, 7)}.${iso.slice(0, 4)}`,
  relative: (days) =>
    days < 0
      ? `seit ${zahl(-days, 'Tag', 'Tagen')} überfällig`
      : days === 0
        ? 'heute'
        : days === 1
          ? 'morgen'
          : `in ${String(days)} Tagen`,
  left: (days) => (days < 0 ? `${String(-days)} T. zu spät` : days === 0 ? 'heute' : zahl(days, 'Tag', 'Tage')),
  rows: (count) => zahl(count, 'Zeile', 'Zeilen'),
  more: (count) => `… und ${String(count)} weitere; alle mit --json oder in einer Pipe`,
  status: {
    open: 'neu',
    in_progress: 'in Bearbeitung',
    erased: 'gelöscht',
    done: 'fertig',
    rejected: 'abgelehnt',
    withdrawn: 'zurückgezogen',
  },
  channel: { online: 'online', staff: 'Personal' },
  step: { erase: 'löschen', residue: 'Reste prüfen', bytes: 'Datei bereinigen', manual: 'Handarbeit' },
  action: { delete: 'löschen', detach: 'lösen', keep: 'behalten', mask: 'maskieren', block: 'sperrt' },
  yes: 'ja',
  password: (user, database) => `Passwort von ${user} für ${database}:`,
  list: {
    none: 'Keine Löschanfragen offen. Gut gemacht.',
    nothingMatches: 'Keine Löschanfrage passt zu diesen Filtern.',
    headers: {
      id: 'Nr.',
      due: 'Frist',
      left: 'Noch',
      status: 'Status',
      channel: 'Weg',
      received: 'Eingang',
      number: 'Kundennr.',
      name: 'Name',
      steps: 'Zu tun',
    },
    summary: (open, overdue, soon) =>
      `${String(open)} offen${overdue > 0 ? `, ${String(overdue)} überfällig` : ''}${soon > 0 ? `, ${String(soon)} fällig binnen 7 Tagen` : ''}`,
  },
  show: {
    title: (id) => `Löschanfrage ${id}`,
    status: 'Status',
    received: 'Eingang',
    due: 'Frist',
    customer: 'Kundenakte',
    email: 'E-Mail',
    openSteps: 'Offene Schritte',
    erased: 'Gelöscht',
    kept: 'Gesetzlich aufbewahrt',
    stub: 'Aufbewahrungssatz',
    residue: 'Reste',
    history: 'Verlauf',
    none: 'keine',
    why: (received, monthEnd, movedBy, due) =>
      `${received} + 1 Monat = ${monthEnd}${movedBy === null ? '' : `, ein ${movedBy === 'saturday' ? 'Samstag' : 'Sonntag'} -> Montag ${due}`}`,
    stubLine: (id, until) => `Nr. ${String(id)}, bis ${until}`,
    residueLine: (hits, uncertain, bytes) =>
      hits === 0 && (bytes ?? 0) === 0
        ? `nichts gefunden${uncertain > 0 ? ` (${zahl(uncertain, 'Stelle kann', 'Stellen können')} andere mit gleichem Namen, Telefon oder gleicher E-Mail meinen)` : ''}`
        : `${zahl(hits, 'Stelle', 'Stellen')}${(bytes ?? 0) > 0 ? `, ${zahl(bytes ?? 0, 'Text', 'Texte')} in der Datei` : ''}`,
    unverified: 'noch nicht geprüft',
    event: {
      received: 'eingetragen',
      erased: 'im Kalender gelöscht',
      done: 'fertig',
      stub_shown: 'Stammdaten des Aufbewahrungssatzes angezeigt',
    },
  },
  plan: {
    title: (id) => `Plan zur Löschanfrage ${id}`,
    records: 'Kundenakten',
    headers: {
      table: 'Tabelle',
      action: 'Aktion',
      rows: 'Zeilen',
      cascaded: 'davon per Kaskade',
      column: 'Spalte',
      basis: 'Gesetz',
      until: 'Bis',
      uncertain: 'Unsicher',
    },
    changes: 'Was im Kalender geschieht',
    kept: 'Aufbewahrung nach Gesetz, nur für Inhaber und Buchhaltung',
    mentions: 'Erwähnungen bei anderen',
    blockers: 'Was dem entgegensteht',
    manual: 'Von Hand zu tun',
    shared: (table, rows) =>
      `${table}: ${zahl(rows, 'Zeile bleibt', 'Zeilen bleiben')}, weil jemand anderes dieselbe E-Mail oder dasselbe Telefon hat`,
    fingerprint: 'Fingerabdruck',
    missingIndexes: (names) => `Ohne Index und daher langsam: ${names}`,
    ready: 'Nichts steht dem entgegen.',
    blocker: {
      staff_login: ({ login }) =>
        `gehört auch zum Personal (Login ${String(login)}); weiter nur mit --force-login ${String(login)}`,
      last_owner_login: ({ login }) => `letztes Inhaber-Login (${String(login)}); wird nie gelöscht`,
      ceiling: ({ ceiling }) => `mehr Zeilen als die Obergrenze von ${String(ceiling)}`,
      uncertain_mentions: () =>
        'Erwähnungen, die andere mit gleichem Namen, Telefon oder gleicher E-Mail meinen können; entscheiden Sie mit --uncertain-mentions redact oder keep',
      blocking_rows: () => 'Zeilen, wie sie nur das Personal hat',
    },
  },
  erase: {
    confirm: (id) => `Das lässt sich nicht rückgängig machen. Zum Löschen tippen Sie die Nummer der Anfrage (${id}):`,
    uncertain:
      'Einige Erwähnungen können andere mit gleichem Namen, Telefon oder gleicher E-Mail meinen. Was soll mit ihnen geschehen?',
    redact: 'Schwärzen',
    keep: 'Stehen lassen',
    manualDone: 'Handarbeit: Tippen Sie „fertig“, wenn sie getan ist, oder nur die Eingabetaste, um sie später zu tun:',
    dryRun: 'Probelauf: Es wurde nichts geändert.',
    done: (id) => `Die Löschanfrage ${id} ist fertig: Von der Person ist nur noch da, was das Gesetz verlangt.`,
    open: (id, steps) => `Der Kalender ist zur Löschanfrage ${id} bereinigt; noch offen: ${steps}.`,
    residue: (id) => `Zur Löschanfrage ${id} wurde noch etwas gefunden:`,
    unknown: 'Die Prüfung war nicht möglich: Die Schlüsseldatei ist nicht die, mit der versiegelt wurde.',
    redacted: 'Geschwärzte Erwähnungen',
    next: (id) => `Wenn die Handarbeit getan ist: belbo-erase erase ${id} --manual-done`,
  },
  stubs: {
    none: 'Keine Aufbewahrungssätze.',
    headers: {
      id: 'Nr.',
      request: 'Anfrage',
      until: 'Aufbewahrt bis',
      rows: 'Zeilen',
      basis: 'Gesetz',
      state: 'Stand',
    },
    state: { running: 'läuft', expired: 'abgelaufen', purged: 'gelöscht' },
    restricted:
      'Die Stammdaten sind nur für Inhaber und Buchhaltung (Art. 18 DSGVO): --as owner oder --as accountant. Jeder Blick wird vermerkt.',
    nothingDue: 'Keine Aufbewahrungsfrist ist abgelaufen; nichts zu löschen.',
    confirmPurge: 'Gelöscht wird, wessen Frist abgelaufen ist. Tippen Sie purge, um fortzufahren:',
    purged: (stubs, rows) =>
      `${zahl(rows, 'Zeile', 'Zeilen')} aus ${zahl(stubs, 'Aufbewahrungssatz', 'Aufbewahrungssätzen')} gelöscht.`,
  },
  doctor: {
    level: { ok: 'gut', warning: 'Warnung', error: 'Fehler' },
    check: (code, params) => {
      const texts: Readonly<Record<string, string>> = {
        connection: `verbunden mit ${String(params['database'])}`,
        own_tables: `die eigenen Tabellen sind da (Version ${String(params['version'])})`,
        not_initialised: 'die eigenen Tabellen fehlen; ausführen: belbo-erase init',
        tables_outdated: 'die eigenen Tabellen sind von einer älteren Version; ausführen: belbo-erase init',
        key_file: `die Schlüsseldatei ${String(params['path'])} ist nur für ihren Besitzer lesbar`,
        map:
          params['findings'] === undefined
            ? `die Datenkarte ${String(params['map'])} passt: ${String(params['tables'])} Tabellen zugeordnet`
            : `die Datenkarte ${String(params['map'])} passt nicht zur Datenbank:`,
        missing_index: `kein Index auf ${String(params['index'])}: das Planen ist langsam`,
        acknowledged_trigger: `der Trigger ${String(params['trigger'])} ist in der Karte anerkannt`,
        database_world_readable: `alle an diesem Rechner dürfen ${String(params['path'])} lesen`,
      };
      return texts[code] ?? code;
    },
    fine: 'Alles in Ordnung.',
    notFine: (count) => `${zahl(count, 'Punkt braucht', 'Punkte brauchen')} Ihre Aufmerksamkeit.`,
  },
  init: {
    tables: (count) => (count === 0 ? 'Die eigenen Tabellen waren schon da.' : 'Die eigenen Tabellen sind angelegt.'),
    keyFile: (path, created) =>
      created
        ? `Die Schlüsseldatei ${path} ist angelegt. Verwahren Sie eine Kopie an einem sicheren Ort.`
        : `Die Schlüsseldatei ${path} war schon da.`,
  },
  add: { filed: (id, due) => `Als Löschanfrage ${id} eingetragen, Frist ${due}.` },
  demo: {
    created: (path, customers) =>
      `Ein Salon mit ${String(customers)} erfundenen Kundinnen und Kunden liegt in ${path}.`,
    step: (command) => `$ belbo-erase ${command}`,
    proof: 'Beweis: die Datenbankdatei nach der Person durchsuchen',
    found: (text, before, after) =>
      `${text}: vorher ${zahl(before, 'Mal', 'Mal')}, nachher ${zahl(after, 'Mal', 'Mal')}`,
    next: (path) => `Nun Sie: belbo-erase --config ${path} list`,
  },
  progress: {
    stage: {
      'mention-scan': 'Erwähnungen suchen',
      erase: 'löschen',
      'residue-scan': 'Reste suchen',
      'byte-proof': 'Datei durchsuchen',
      vacuum: 'Datei ohne freie Seiten neu schreiben',
      generate: 'Kundschaft erfinden',
    },
    start: (stage) => `${stage} …`,
    end: (stage, done) => `${stage}: ${done}`,
  },
  help: {
    description: 'Löscht Kundinnen und Kunden auf Antrag aus dem Salonkalender (Art. 17 DSGVO).',
    usage: 'Aufruf',
    commands: 'Befehle',
    options: 'Optionen',
    arguments: 'Angaben',
    globals: 'Allgemeine Optionen',
    exitStatus: 'EXIT STATUS',
    example: 'Beispiel',
    helpOption: 'diese Hilfe anzeigen',
    usageOptions: '[Optionen]',
    usageCommand: '[Befehl]',
    topicsTitle: 'Hilfethemen (belbo-erase help <Thema>)',
    versionOption: 'die Version anzeigen',
    topics: { 'exit-codes': 'Rückgabewerte', environment: 'Umgebungsvariablen' },
    group: { stubs: 'was gesetzlich aufbewahrt wird' },
    command: {
      list: 'offene Löschanfragen, die dringendste zuerst',
      show: 'eine Anfrage mit Frist, Schritten und Verlauf',
      add: 'eine Anfrage zu einer Kundenakte eintragen',
      plan: 'zeigen, was eine Löschung täte; ändert nichts',
      erase: 'eine Anfrage ausführen, prüfen und abschließen',
      'stubs list': 'Aufbewahrungssätze',
      'stubs show': 'einen Satz zeigen; Stammdaten nur für Inhaber und Buchhaltung',
      'stubs purge': 'löschen, was nicht länger aufbewahrt werden muss',
      doctor: 'Verbindung, Datenkarte und Einrichtung prüfen',
      init: 'eigene Tabellen und Schlüsseldatei anlegen',
      demo: 'einen Demo-Kalender zum Ausprobieren anlegen',
    },
    option: {
      config: 'Konfigurationsdatei (sonst belbo-erase.yaml, hier oder in einem Ordner darüber)',
      database: 'sqlite:DATEI oder mysql://BENUTZER@HOST/DATENBANK; nie mit Passwort',
      map: 'Datenkarte: belbo, easyappointments oder eine Datei',
      lang: 'Sprache der Ausgabe: de oder en',
      json: 'ein JSON-Dokument; auf Wunsch nur diese Felder',
      quiet: 'kein Fortschritt, keine Meldungen außer Fehlern',
      verbose: 'Fehler ausführlicher',
      input: 'nie fragen, lieber scheitern',
      color: 'keine Farben',
      status: 'nur Anfragen in diesem Status',
      dueBefore: 'nur Anfragen mit Frist vor diesem Tag (JJJJ-MM-TT)',
      dueWithin: 'nur Anfragen mit Frist binnen so vieler Tage',
      all: 'auch abgeschlossene Anfragen',
      customer: 'Kundennummer oder Schlüssel der Akte',
      channel: 'wie sie den Salon erreicht hat',
      received: 'Tag des Eingangs (JJJJ-MM-TT), sonst heute',
      dryRun: 'zeigen, was geschähe; nichts ändern',
      confirm: 'Bestätigung für Skripte',
      forceLogin: 'löschen, obwohl die Person dieses Login hat',
      uncertainMentions: 'was geschieht, wo eine Erwähnung andere meinen kann',
      manualDone: 'die Handarbeit ist getan',
      expired: 'nur abgelaufene',
      as: 'wer hinsieht: owner (Inhaber) oder accountant (Buchhaltung)',
      dir: 'Ordner (sonst demo)',
      customers: 'Zahl der Kundinnen und Kunden (sonst 200)',
      seed: 'gleiche Zahl, gleiche Leute',
      keep: 'eine vorhandene Demo behalten',
      run: 'die Hauptaufgabe daran vorführen',
    },
    exit: {
      0: 'fertig, oder nichts zu tun',
      1: 'gescheitert; nichts wurde gespeichert',
      2: 'falscher Aufruf, oder eine Bestätigung fehlt',
      3: 'unvollständig: Schritte brauchen noch einen Menschen',
      4: 'Prüfung gescheitert: es wurde noch etwas gefunden',
      5: 'gesperrt: Login, Hindernis, Obergrenze, offene Erwähnung, veralteter Plan',
      10: 'Datenbank nicht erreichbar',
      11: 'durch einen anderen Lauf gesperrt',
      12: 'Konfiguration oder Datenkarte ungültig',
      130: 'abgebrochen',
      143: 'beendet',
    },
    environment:
      'Jede allgemeine Option geht auch als BELBO_ERASE_<OPTION>: CONFIG, DATABASE, MAP, LANG, JSON, QUIET, VERBOSE, NO_INPUT, NO_COLOR.\nBELBO_ERASE_PASSWORD oder BELBO_ERASE_PASSWORD_FILE enthält das Passwort der Datenbank.\nNO_COLOR schaltet Farben ab.',
  },
};
