import type { ErrorCode, ErrorParams } from '../../errors.js';
import type { CommandName, GroupName, HelpTopic } from '../declarations.js';

type Params = Readonly<Record<string, string | number>>;
type ErrorTexts = {
  readonly [C in ErrorCode]: {
    readonly message: (params: ErrorParams[C]) => string;
    readonly hint: (params: ErrorParams[C]) => string;
  };
};

const plural = (count: number, one: string, many: string): string => `${String(count)} ${count === 1 ? one : many}`;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const findings = (list: readonly unknown[]): string => plural(list.length, 'error', 'errors');

const errors: ErrorTexts = {
  UNKNOWN_COMMAND: {
    message: ({ name }) => `There is no command ${name}.`,
    hint: ({ nearest, valid }) => (nearest === '' ? `Commands: ${valid}` : `Did you mean ${nearest}?`),
  },
  UNKNOWN_OPTION: {
    message: ({ option }) => `There is no option ${option}.`,
    hint: ({ nearest, command }) => (nearest === '' ? `See: belbo-erase ${command}--help` : `Did you mean ${nearest}?`),
  },
  MISSING_COMMAND: {
    message: ({ command }) => `${command === '' ? 'belbo-erase' : command} needs a command.`,
    hint: ({ valid }) => `Commands: ${valid}`,
  },
  MISSING_ARGUMENT: {
    message: ({ argument }) => `${argument} is missing.`,
    hint: ({ command }) => `See: belbo-erase ${command}--help`,
  },
  MISSING_VALUE: {
    message: ({ option }) => `${option} needs a value.`,
    hint: ({ command }) => `See: belbo-erase ${command}--help`,
  },
  TOO_MANY_ARGUMENTS: {
    message: () => 'Too many arguments.',
    hint: ({ command }) => `See: belbo-erase ${command}--help`,
  },
  REQUEST_NOT_FOUND: {
    message: ({ id }) => `There is no request ${id}.`,
    hint: () => 'See the requests with: belbo-erase list --all',
  },
  REQUEST_CLOSED: {
    message: ({ id, status }) => `Request ${id} is ${status}; nothing was changed.`,
    hint: ({ id }) => `See what happened with: belbo-erase show ${id}`,
  },
  REQUEST_NOT_ERASED: {
    message: ({ id }) => `Request ${id} has not been erased yet.`,
    hint: ({ id }) => `Start with: belbo-erase plan ${id}`,
  },
  CUSTOMER_NOT_FOUND: {
    message: () => 'No customer record has this number or key, or more than one.',
    hint: () => 'Look up the customer number in the calendar.',
  },
  CONFIRMATION_MISSING: {
    message: () => 'This erases data for good and needs a confirmation.',
    hint: ({ id }) => `In a script, pass: --confirm ${id}`,
  },
  CONFIRMATION_WRONG: {
    message: ({ id }) => `The confirmation is not ${id}; nothing was changed.`,
    hint: ({ id }) => `Type exactly: ${id}`,
  },
  DECISION_MISSING: {
    message: ({ option }) => `A decision is missing: ${option}.`,
    hint: ({ option }) => `Decide with ${option}; belbo-erase plan shows what it is about.`,
  },
  UNKNOWN_FIELD: {
    message: ({ field }) => `There is no JSON field ${field}.`,
    hint: ({ valid }) => `Valid fields: ${valid}`,
  },
  INVALID_OPTION: {
    message: ({ option }) => `The value of ${option} is not valid.`,
    hint: ({ valid }) => `Valid: ${valid}`,
  },
  STUB_NOT_FOUND: {
    message: ({ id }) => `There is no retention stub ${id}.`,
    hint: () => 'See them with: belbo-erase stubs list',
  },
  DEMO_FOLDER_NOT_EMPTY: {
    message: ({ path }) => `The folder ${path} holds files that are not the demo's.`,
    hint: () => 'Name another folder with --dir.',
  },
  CONFIG_NOT_FOUND: {
    message: ({ path }) => `No configuration: ${path} is missing, and no database is named.`,
    hint: () => 'Pass --config or --database, or try: belbo-erase demo',
  },
  CONFIG_INVALID: {
    message: ({ path, findings: list }) => `The configuration ${path} has ${findings(list)}:`,
    hint: () => 'Correct them and try again; nothing was changed.',
  },
  MAP_NOT_FOUND: {
    message: ({ name }) => `There is no data map ${name}.`,
    hint: ({ builtIn }) => `Built in: ${builtIn}; or name a file.`,
  },
  MAP_INVALID: {
    message: ({ path, findings: list }) => `The data map ${path} has ${findings(list)}:`,
    hint: () => 'Correct them and try again; nothing was changed.',
  },
  MAP_MISMATCH: {
    message: ({ map, findings: list }) => `The data map ${map} does not fit the database (${findings(list)}):`,
    hint: () =>
      'Nothing is erased while personal data may be overlooked. Complete the map, or ignore what holds none, with a reason.',
  },
  NOT_INITIALISED: {
    message: ({ database }) => `${database} has not been prepared for belbo-erase.`,
    hint: () => 'Run once: belbo-erase init',
  },
  KEY_FILE_MISSING: {
    message: ({ path }) => `The key file ${path} is missing.`,
    hint: () => 'Restore it from your backup, or create a new one with: belbo-erase init',
  },
  KEY_FILE_INVALID: {
    message: ({ path }) => `${path} is not a key file.`,
    hint: () => 'Restore it from your backup, or move it away and run: belbo-erase init',
  },
  KEY_FILE_EXPOSED: {
    message: ({ path, mode }) => `Others may read the key file ${path} (mode ${mode}).`,
    hint: ({ path }) => `Run: chmod 600 ${path}`,
  },
  DATABASE_UNREACHABLE: {
    message: ({ database, reason }) => `Cannot reach ${database} (${reason}).`,
    hint: () => 'Check that the server runs and that the address is right.',
  },
  DATABASE_NOT_FOUND: {
    message: ({ path }) => `There is no database file ${path}.`,
    hint: () => 'Check the path in belbo-erase.yaml or --database.',
  },
  ACCESS_DENIED: {
    message: ({ database, user }) => `${database} refuses the user ${user}.`,
    hint: () => 'Check user and password; the password comes from BELBO_ERASE_PASSWORD, password_file or the prompt.',
  },
  LOCKED: {
    message: ({ owner, since }) => `Another run is at work (${owner}${since === '' ? '' : `, since ${since}`}).`,
    hint: () => 'Wait until it is done and try again.',
  },
  DATABASE_BUSY: {
    message: ({ database }) => `${database} is locked by another program.`,
    hint: () => 'Nothing was changed. Try again when the calendar is idle.',
  },
  DATABASE_READ_ONLY: {
    message: ({ database }) => `${database} is read-only.`,
    hint: () => 'Nothing was changed. Check the permissions of the file or of the user.',
  },
  DISK_FULL: {
    message: ({ database }) => `No space left for ${database}.`,
    hint: () => 'Nothing was changed. Free some space and try again.',
  },
  COMMIT_UNCERTAIN: {
    message: ({ database }) => `The connection to ${database} was lost while saving.`,
    hint: () => 'It is either all done or not done at all. Look with: belbo-erase list',
  },
  QUERY_FAILED: {
    message: ({ code, table }) => `The database refused a statement${table === '' ? '' : ` on ${table}`} (${code}).`,
    hint: () => 'Nothing was changed. Run: belbo-erase doctor',
  },
  COUNT_MISMATCH: {
    message: ({ table, planned, found }) =>
      `${table}: ${String(found)} instead of ${String(planned)} rows; everything was rolled back.`,
    hint: () => 'Plan again: the calendar was changed meanwhile.',
  },
  PLAN_STALE: {
    message: ({ id }) => `The calendar has changed since request ${id} was planned; nothing was erased.`,
    hint: ({ id }) => `Look again with: belbo-erase plan ${id}`,
  },
  STAFF_LOGIN: {
    message: ({ login }) => `This person is also a member of staff (login ${login}).`,
    hint: ({ login }) => `If the customer record is to go all the same: --force-login ${login}. The login stays.`,
  },
  LAST_OWNER_LOGIN: {
    message: ({ login }) => `This person is the last owner of the calendar (login ${login}).`,
    hint: () => 'Without an owner nobody could administer it: make somebody else owner first.',
  },
  BLOCKED: {
    message: ({ id, codes }) => `Request ${id} must not be erased now: ${codes}.`,
    hint: ({ id }) => `See what to do with: belbo-erase plan ${id}`,
  },
  CEILING_EXCEEDED: {
    message: ({ table, rows, ceiling }) =>
      `${table}: ${String(rows)} rows would be touched, more than the ceiling of ${String(ceiling)}.`,
    hint: () => 'Check the plan; if it is right, raise the ceiling in the data map.',
  },
  SUBJECT_GONE: {
    message: ({ id }) => `The customer record of request ${id} no longer exists.`,
    hint: () => 'Somebody has deleted it in the calendar. What else is stored of the person cannot be found from here.',
  },
  NOT_A_CUSTOMER: {
    message: ({ id }) => `The record of request ${id} is not a customer.`,
    hint: () => 'Correct the request in the calendar.',
  },
  INTERNAL: {
    message: ({ detail }) => `An error of the program (${detail}).`,
    hint: () => 'Nothing was changed. Please report it.',
  },
};

const findingTexts: Readonly<Record<string, (params: Params) => string>> = {
  unknown_key: ({ key, nearest, valid }) =>
    `unknown key ${String(key)}${nearest === '' ? `; valid: ${String(valid)}` : `; did you mean ${String(nearest)}?`}`,
  missing_key: ({ expected }) => `missing (${String(expected)})`,
  wrong_type: ({ expected }) => `must be ${String(expected)}`,
  not_a_choice: ({ valid }) => `must be one of: ${String(valid)}`,
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

/** Every text of the command line, in English. Other languages satisfy its type. */
export const en = {
  error: 'Error',
  hint: 'Hint',
  errors,
  finding: (code: string, params: Params): string => findingTexts[code]?.(params) ?? code.replaceAll('_', ' '),
  unexpected: {
    message: (code: string): string => `An unexpected error (${code}).`,
    hint: 'Nothing half done was left behind. Run again with BELBO_ERASE_DEBUG=1 to see where, or run: belbo-erase doctor',
  },
  date: (iso: string): string =>
    `${String(Number(iso.slice(8, 10)))} ${months[Number(iso.slice(5, 7)) - 1] ?? ''} ${iso.slice(0, 4)}`,
  relative: (days: number): string =>
    days < -1
      ? `${String(-days)} days overdue`
      : days === -1
        ? 'overdue since yesterday'
        : days === 0
          ? 'today'
          : days === 1
            ? 'tomorrow'
            : `in ${String(days)} days`,
  left: (days: number): string =>
    days < 0 ? `${String(-days)} d late` : days === 0 ? 'today' : plural(days, 'day', 'days'),
  rows: (count: number): string => plural(count, 'row', 'rows'),
  more: (count: number): string => `… and ${String(count)} more; all of them with --json or in a pipe`,
  status: {
    open: 'new',
    in_progress: 'in progress',
    erased: 'erased',
    done: 'done',
    rejected: 'rejected',
    withdrawn: 'withdrawn',
  },
  channel: { online: 'online', staff: 'staff' },
  step: { erase: 'erase', residue: 'verify residue', bytes: 'clean the file', manual: 'manual steps' } as Readonly<
    Record<string, string>
  >,
  action: { delete: 'delete', detach: 'detach', keep: 'keep', mask: 'mask', block: 'block' },
  yes: 'yes',
  password: (user: string, database: string): string => `Password of ${user} for ${database}:`,
  list: {
    none: 'No erasure requests are pending. Well done.',
    nothingMatches: 'No request matches these filters.',
    headers: {
      id: 'No.',
      due: 'Due',
      left: 'Left',
      status: 'Status',
      channel: 'Channel',
      received: 'Received',
      number: 'Customer',
      name: 'Name',
      steps: 'To do',
    },
    summary: (open: number, overdue: number, soon: number): string =>
      `${String(open)} open${overdue > 0 ? `, ${String(overdue)} overdue` : ''}${soon > 0 ? `, ${String(soon)} due within 7 days` : ''}`,
  },
  show: {
    title: (id: string): string => `Erasure request ${id}`,
    status: 'Status',
    received: 'Received',
    due: 'Due',
    customer: 'Customer',
    email: 'E-mail',
    openSteps: 'Open steps',
    erased: 'Erased',
    kept: 'Kept by law',
    stub: 'Retention stub',
    residue: 'Residue',
    history: 'History',
    none: 'none',
    why: (received: string, monthEnd: string, movedBy: string | null, due: string): string =>
      `${received} + 1 month = ${monthEnd}${movedBy === null ? '' : `, a ${movedBy === 'saturday' ? 'Saturday' : 'Sunday'} -> Monday ${due}`}`,
    stubLine: (id: number, until: string): string => `No. ${String(id)}, until ${until}`,
    residueLine: (hits: number, uncertain: number, bytes: number | null): string =>
      hits === 0 && (bytes ?? 0) === 0
        ? `nothing found${uncertain > 0 ? ` (${String(uncertain)} places may be of others of the same name, phone or e-mail)` : ''}`
        : `${plural(hits, 'place', 'places')}${(bytes ?? 0) > 0 ? `, ${plural(bytes ?? 0, 'text', 'texts')} in the file` : ''}`,
    unverified: 'not verified yet',
    event: {
      received: 'filed',
      erased: 'erased from the calendar',
      done: 'done',
      stub_shown: 'base data of the stub shown',
    } as Readonly<Record<string, string>>,
  },
  plan: {
    title: (id: string): string => `Plan for request ${id}`,
    records: 'Customer records',
    headers: {
      table: 'Table',
      action: 'Action',
      rows: 'Rows',
      cascaded: 'of these by cascade',
      column: 'Column',
      basis: 'Law',
      until: 'Until',
      uncertain: 'Uncertain',
    },
    changes: 'What happens in the calendar',
    kept: 'Kept by law, for owner and accountant only',
    mentions: 'Mentions in the rows of others',
    blockers: 'What stands in the way',
    manual: 'To be done by hand',
    shared: (table: string, rows: number): string =>
      `${table}: ${plural(rows, 'row', 'rows')} left alone, since somebody else has the same e-mail or phone`,
    fingerprint: 'Fingerprint',
    missingIndexes: (names: string): string => `Without an index, and therefore slow: ${names}`,
    ready: 'Nothing stands in the way.',
    blocker: {
      staff_login: ({ login }: Params) =>
        `also a member of staff (login ${String(login)}); go on only with --force-login ${String(login)}`,
      last_owner_login: ({ login }: Params) => `the last owner of the calendar (login ${String(login)}); never erased`,
      ceiling: ({ ceiling }: Params) => `more rows than the ceiling of ${String(ceiling)}`,
      uncertain_mentions: () =>
        'mentions that may mean somebody else of the same name, phone or e-mail; decide with --uncertain-mentions redact or keep',
      blocking_rows: () => 'rows that show a member of staff',
    } as Readonly<Record<string, (params: Params) => string>>,
  },
  erase: {
    confirm: (id: string): string => `This cannot be undone. To erase, type the number of the request (${id}):`,
    uncertain: 'Some mentions may mean somebody else of the same name, phone or e-mail. What shall happen to them?',
    redact: 'Redact them',
    keep: 'Leave them',
    manualDone: 'Manual steps: type "done" when they are done, or just press Enter to do them later:',
    dryRun: 'Dry run: nothing was changed.',
    done: (id: string): string => `Request ${id} is done: nothing of the person is left but what the law demands.`,
    open: (id: string, steps: string): string => `The calendar is clean of request ${id}; still open: ${steps}.`,
    residue: (id: string): string => `Something of the person of request ${id} was still found:`,
    unknown: 'The search could not be made: the key file is not the one the identifiers were sealed with.',
    redacted: 'Redacted mentions',
    next: (id: string): string => `When the manual steps are done: belbo-erase erase ${id} --manual-done`,
  },
  stubs: {
    none: 'No retention stubs.',
    headers: { id: 'No.', request: 'Request', until: 'Kept until', rows: 'Rows', basis: 'Law', state: 'State' },
    state: { running: 'running', expired: 'expired', purged: 'purged' },
    restricted:
      'The base data is for owner and accountant only (Art. 18 GDPR): --as owner or --as accountant. Every look is recorded.',
    nothingDue: 'No retention period is over; nothing to purge.',
    confirmPurge: 'This erases the rows whose period is over. Type purge to go on:',
    purged: (stubs: number, rows: number): string =>
      `Purged ${plural(rows, 'row', 'rows')} of ${plural(stubs, 'stub', 'stubs')}.`,
  },
  doctor: {
    level: { ok: 'ok', warning: 'warning', error: 'error' },
    check: (code: string, params: Params): string => {
      const texts: Readonly<Record<string, string>> = {
        connection: `connected to ${String(params['database'])}`,
        own_tables: `the tool's own tables are there (version ${String(params['version'])})`,
        not_initialised: "the tool's own tables are missing; run: belbo-erase init",
        tables_outdated: "the tool's own tables are of an older release; run: belbo-erase init",
        key_file: `key file ${String(params['path'])} is readable by its owner only`,
        map:
          params['findings'] === undefined
            ? `the data map ${String(params['map'])} fits: ${String(params['tables'])} tables mapped`
            : `the data map ${String(params['map'])} does not fit the database:`,
        missing_index: `no index on ${String(params['index'])}: planning is slow`,
        acknowledged_trigger: `trigger ${String(params['trigger'])} is acknowledged by the map`,
        database_world_readable: `everybody on this computer may read ${String(params['path'])}`,
      };
      return texts[code] ?? code;
    },
    fine: 'Everything is in order.',
    notFine: (count: number): string => `${plural(count, 'thing needs', 'things need')} your attention.`,
  },
  init: {
    tables: (count: number): string =>
      count === 0 ? "The tool's own tables were there already." : "Created the tool's own tables.",
    keyFile: (path: string, created: boolean): string =>
      created
        ? `Created the key file ${path}. Keep a copy of it in a safe place.`
        : `The key file ${path} was there already.`,
  },
  add: { filed: (id: string, due: string): string => `Filed as request ${id}, due ${due}.` },
  demo: {
    created: (path: string, customers: number): string =>
      `A salon with ${String(customers)} invented customers is in ${path}.`,
    step: (command: string): string => `$ belbo-erase ${command}`,
    proof: 'Proof: search the database file for the person',
    found: (text: string, before: number, after: number): string =>
      `${text}: ${plural(before, 'time', 'times')} before, ${plural(after, 'time', 'times')} after`,
    next: (path: string): string => `Now try it yourself: belbo-erase --config ${path} list`,
  },
  progress: {
    stage: {
      'mention-scan': 'searching for mentions',
      erase: 'erasing',
      'residue-scan': 'searching for residue',
      'byte-proof': 'searching the file',
      vacuum: 'rebuilding the file without free pages',
      generate: 'inventing customers',
    },
    start: (stage: string): string => `${stage} …`,
    end: (stage: string, done: string): string => `${stage}: ${done}`,
  },
  help: {
    description: 'Erases a customer from a salon calendar on request (Art. 17 GDPR).',
    usage: 'Usage',
    commands: 'Commands',
    options: 'Options',
    arguments: 'Arguments',
    globals: 'Global options',
    exitStatus: 'EXIT STATUS',
    example: 'Example',
    helpOption: 'show this help',
    usageOptions: '[options]',
    usageCommand: '[command]',
    topicsTitle: 'Help topics (belbo-erase help <topic>)',
    versionOption: 'show the version',
    topics: { 'exit-codes': 'exit codes', environment: 'environment variables' } satisfies Readonly<
      Record<HelpTopic, string>
    >,
    group: { stubs: 'what is retained by law' } satisfies Readonly<Record<GroupName, string>>,
    command: {
      list: 'pending requests, most urgent first',
      show: 'one request with deadline, steps and history',
      add: 'file a request on a customer record',
      plan: 'preview what an erasure would do; changes nothing',
      erase: 'erase one request, verify, and close it',
      'stubs list': 'retention stubs',
      'stubs show': 'one stub; base data for owner and accountant only',
      'stubs purge': 'erase what need not be kept any longer',
      doctor: 'check connection, data map and set-up',
      init: "create the tool's own tables and key file",
      demo: 'create a demo calendar to try everything on',
    } satisfies Readonly<Record<CommandName, string>>,
    option: {
      config: 'configuration file (default: belbo-erase.yaml, here or in a folder above)',
      database: 'sqlite:FILE or mysql://USER@HOST/DATABASE; never with a password',
      map: 'data map: belbo, easyappointments or a file',
      lang: 'language of the output: de or en',
      json: 'one JSON document; optionally only these fields',
      quiet: 'no progress, no messages but errors',
      verbose: 'more detail in errors',
      input: 'never ask; fail instead',
      color: 'no colours',
      status: 'only requests in these states',
      dueBefore: 'only requests due before this day (YYYY-MM-DD)',
      dueWithin: 'only requests due within so many days',
      all: 'closed requests as well',
      customer: 'customer number or key of the record',
      channel: 'how it reached the salon',
      received: 'day of receipt (YYYY-MM-DD), default today',
      dryRun: 'show what would happen; change nothing',
      confirm: 'confirmation for scripts',
      forceLogin: 'erase although the person is this member of staff',
      uncertainMentions: 'what to do where a mention may mean somebody else',
      manualDone: 'the manual steps are done',
      expired: 'only those whose period is over',
      as: 'who looks: owner or accountant',
      dir: 'folder (default: demo)',
      customers: 'number of customers (default: 200)',
      seed: 'same seed, same people',
      keep: 'keep an existing demo',
      run: 'run the main job on it, visibly',
    } as Readonly<Record<string, string>>,
    exit: {
      0: 'done, or nothing to do',
      1: 'failed; nothing was committed',
      2: 'usage error, or a confirmation is missing',
      3: 'incomplete: steps still need a person',
      4: 'verification failed: something was still found',
      5: 'blocked: staff login, blocker, ceiling, undecided mention, stale plan',
      10: 'database unreachable',
      11: 'locked by another run',
      12: 'configuration or data map invalid',
      130: 'interrupted',
      143: 'terminated',
    } as Readonly<Record<number, string>>,
    environment:
      'Every global option can be given as BELBO_ERASE_<OPTION>: CONFIG, DATABASE, MAP, LANG, JSON, QUIET, VERBOSE, NO_INPUT, NO_COLOR.\nBELBO_ERASE_PASSWORD or BELBO_ERASE_PASSWORD_FILE holds the password of the database.\nNO_COLOR switches colours off.',
  },
};

export type Messages = typeof en;
