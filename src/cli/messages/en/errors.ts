import type { ErrorCode, ErrorParams } from '../../../errors.js';
import { common } from './common.js';
import { plural } from './plural.js';
import { run } from './run.js';

/** What is told of each error: what and where, and what to do about it. */
export type ErrorTexts = {
  readonly [C in ErrorCode]: {
    readonly message: (params: ErrorParams[C]) => string;
    readonly hint: (params: ErrorParams[C]) => string;
  };
};

const findings = (list: readonly unknown[]): string => plural(list.length, 'error', 'errors');

/** The data map's own blockers in its own words. */
const reasons = ({ codes, texts }: ErrorParams['BLOCKED']): string =>
  codes
    .split(', ')
    .map((code) => run.run.reason[code] ?? texts[code]?.['en']?.trim().replace(/\.$/, '') ?? code)
    .join('; ');

const stepName: Readonly<Record<string, string>> = common.step;

const stepNames = (codes: string): string =>
  codes
    .split(', ')
    .map((code) => stepName[code] ?? code)
    .join(', ');

/** Errors, in English. */
export const errors: ErrorTexts = {
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
  ALREADY_EXTENDED: {
    message: ({ id }) => `Request ${id} has been extended already; the law allows it once.`,
    hint: ({ id }) => `See since when with: belbo-erase show ${id}`,
  },
  EXTENSION_TOO_LATE: {
    message: ({ id, dueOn }) =>
      `Request ${id} can no longer be extended: the first month ended on ${common.date(dueOn)}.`,
    hint: () => 'Art. 12(3) GDPR: the customer must be told within that month. Answer the request now.',
  },
  NOT_ON_HOLD: {
    message: ({ id }) => `Request ${id} is not on hold.`,
    hint: ({ id }) => `See how it stands with: belbo-erase show ${id}`,
  },
  CUSTOMER_AMBIGUOUS: {
    message: ({ records }) => `Several customer records fit, number [key]: ${records}.`,
    hint: () => 'Nothing was filed. Name the right one with: --customer',
  },
  CUSTOMER_NOT_FOUND: {
    message: () => 'No customer record fits.',
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
  TERMINAL_NEEDED: {
    message: ({ command }) => `${command} talks to a person and needs a terminal.`,
    hint: () => 'In scripts use: belbo-erase run, or erase with --confirm',
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
  NO_BACKUPS: {
    message: ({ path }) => `No backups are known, and ${path} names none.`,
    hint: () => 'Name files or folders: belbo-erase scrub FOLDER, or list them below backups: in the configuration.',
  },
  IDENTIFIERS_GONE: {
    message: ({ id }) => `Request ${id} is done; what would find the person was destroyed with that.`,
    hint: () =>
      'A backup that turns up later can only be searched by hand. To search while a request is open: belbo-erase scrub --all-erased',
  },
  RECIPIENT_NOT_FOUND: {
    message: ({ id, recipient }) => `Request ${id} has no open recipient ${recipient}.`,
    hint: ({ open }) => (open === '' ? 'Nobody is left to be told.' : `Open: ${open}`),
  },
  FILE_NOT_CREATED: {
    message: ({ path }) => `Cannot create ${path}.`,
    hint: () => 'Nothing is written over: name a file that does not exist yet, in a folder that does.',
  },
  LETTER_UNFOUNDED: {
    message: ({ id, kind }) => `Request ${id} gives no ground for this letter (--kind ${kind}); nothing was written.`,
    hint: ({ id }) => `See where it stands with: belbo-erase show ${id}`,
  },
  LETTER_EARLY: {
    message: ({ id, steps }) =>
      `The erasure of request ${id} is not finished (${stepNames(steps)}); a confirmation would not be true yet.`,
    hint: ({ id }) => `What is left to do is shown by: belbo-erase show ${id}`,
  },
  LETTER_UNADDRESSED: {
    message: ({ id }) => `Nobody knows any more where the letter of request ${id} should go.`,
    hint: () => 'Without --send it is written all the same; the address is to be added by hand.',
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
  PRIVILEGES_MISSING: {
    message: ({ privileges }) => `The database user lacks rights on the whole database: ${privileges}.`,
    hint: () =>
      'What it cannot see it cannot check or erase. Grant them: GRANT SELECT, INSERT, UPDATE, DELETE ON database.* TO user',
  },
  NOT_INITIALISED: {
    message: ({ database }) => `${database} has not been prepared for this release of belbo-erase.`,
    hint: () => 'Run once: belbo-erase init',
  },
  TABLES_OUTDATED: {
    message: ({ database }) => `The tables of belbo-erase in ${database} are of an older release.`,
    hint: () => 'Bring them up to date: belbo-erase init',
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
  SECTION_MISSING: {
    message: ({ section }) => `The configuration has no section ${section}.`,
    hint: () => 'The handbook shows what belongs there (docs/handbook.md).',
  },
  AUTHORITY_UNKNOWN: {
    message: () => 'It is not known which supervisory authority is responsible for you.',
    hint: () => 'In Germany that depends on the state. In belbo-erase.yaml: authority: { state: BY }',
  },
  DATABASE_UNREACHABLE: {
    message: ({ database, reason }) => `Cannot reach ${database} (${reason}).`,
    hint: () => 'Nothing was left half done. Check that the server runs and that the address is right.',
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
    message: ({ owner, since }) =>
      `Another run is at work (${owner}${since === '' ? '' : `, since ${since.slice(0, 16).replace('T', ' ')} UTC`}).`,
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
  MAIL_FAILED: {
    message: ({ host, reason }) => `The mail server ${host} did not take the mail (${reason}).`,
    hint: () => 'Nothing was sent. Check the section mail of the configuration, then run the same command again.',
  },
  MAIL_PARTLY: {
    message: ({ host, places }) =>
      `The mail server ${host} did not take the mail for everybody: recipient no. ${places} was refused.`,
    hint: () => 'The others have it; it is not sent again. Correct the address, and tell whoever is missing the mail.',
  },
  MAIL_UNCERTAIN: {
    message: ({ host, messageId, reason }) => `${host} never said whether it took the mail ${messageId} (${reason}).`,
    hint: () => 'It is not sent again by itself. Look whether it has arrived; if not, send it with --again.',
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
    message: (params) => `Request ${params.id} must not be erased now: ${reasons(params)}.`,
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
  UNDECIDED_DUPLICATES: {
    message: ({ id, records, keys, more }) =>
      `Before request ${id} is erased somebody has to decide about ${plural(records, 'record', 'records')} that may be the same person: ${keys}${more > 0 ? ` and ${String(more)} more` : ''}.`,
    hint: ({ id }) => `See why with: belbo-erase duplicates ${id}; decide with: belbo-erase merge ${id}`,
  },
  MERGE_REFUSED: {
    message: ({ reason, table }) =>
      `These records cannot be merged: ${
        (
          {
            self_pair: 'a record is not a duplicate of itself, and each may be named once',
            not_a_customer: 'one of them is not a customer',
            blocking_rows: `${table} shows that one of them is a member of staff`,
            key_moves: `rows of ${table} hang on a key that would change`,
            refers_to_itself: `a row of ${table} would refer to itself`,
            left_behind: `what ${table} has on the other one's address would be found by no erasure afterwards`,
            retained_row_collides: `a row of ${table} that the law makes one keep would have to go`,
          } as Readonly<Record<string, string>>
        )[reason] ?? reason
      }.`,
    hint: () => 'Nothing was changed. Decide "erase too" instead: then both are erased together.',
  },
  MERGE_RECORD_GONE: {
    message: ({ records }) =>
      `${plural(records, 'record', 'records')} to be merged ${records === 1 ? 'does' : 'do'} not exist (any more).`,
    hint: () => 'See what was merged with: belbo-erase merge list',
  },
  MERGE_UNDECIDED: {
    message: ({ tables }) => `Only one row of a kind may stay, and nobody has said which: ${tables}.`,
    hint: () => 'Say it with --collision TABLE=survivor or TABLE=duplicate, or give the data map a rule.',
  },
  MERGE_STALE: {
    message: ({ key }) => `The calendar has changed record ${key} or what hangs on it meanwhile; nothing was merged.`,
    hint: () => 'Look at it again.',
  },
  MERGE_CHANGED: {
    message: ({ id, tables, later }) =>
      later === 1
        ? `Merge ${id} cannot be undone: its record was merged into another one later.`
        : `Merge ${id} cannot be undone: rows of it were changed since (${tables}).`,
    hint: ({ later }) => (later === 1 ? 'Undo the later merge first.' : 'Nothing was changed.'),
  },
  MERGE_SEALED: {
    message: ({ id }) => `Merge ${id} cannot be undone: its snapshot was sealed with another key file.`,
    hint: ({ id }) => `Give the key file it was made with. If that is lost: belbo-erase merge forget ${id}`,
  },
  MERGE_READABLE: {
    message: ({ id }) => `Merge ${id} is not given up: this key file opens it.`,
    hint: ({ id }) => `Nothing stands in the way of the erasure. To take it back: belbo-erase merge undo ${id}`,
  },
  MERGE_NOT_FOUND: {
    message: ({ id }) => `There is no merge ${id}.`,
    hint: () => 'See the merges with: belbo-erase merge list',
  },
  MERGE_UNDONE: {
    message: ({ id }) => `Merge ${id} is undone already.`,
    hint: () => 'See the merges with: belbo-erase merge list',
  },
  MERGE_FIELD_UNKNOWN: {
    message: ({ field }) => `The customer record has no field ${field} to choose about.`,
    hint: ({ valid }) => `Fields: ${valid}`,
  },
  DECISIONS_INVALID: {
    message: ({ path, findings: list }) => `The decisions in ${path} have ${findings(list)}:`,
    hint: () => 'Correct them and try again; nothing was changed.',
  },
  INTERNAL: {
    message: ({ detail }) => `An error of the program (${detail}).`,
    hint: () => 'Nothing was changed. Please report it.',
  },
};
