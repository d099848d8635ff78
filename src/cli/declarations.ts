import { ExitCode } from '../errors.js';

/** What was typed after a command's name, parsed but not yet validated. */
export interface CommandInput {
  readonly words: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
}

/** What the parser and the help know of a command. Its texts stand in the messages, its work in `commands/`. */
export interface CommandDeclaration {
  /** `stubs show` is `show` below `stubs`. */
  readonly name: string;
  readonly words: string;
  /** As commander reads them, e.g. `--status <status...>`. */
  readonly options: readonly string[];
  readonly exits: readonly ExitCode[];
  readonly example: string;
}

/** Exit codes of whatever opens the database. */
const opening = [
  ExitCode.failed,
  ExitCode.usage,
  ExitCode.unreachable,
  ExitCode.locked,
  ExitCode.configuration,
  ExitCode.interrupted,
  ExitCode.terminated,
] as const;

export const globalOptions = [
  '--config <file>',
  '--database <url>',
  '--map <name|file>',
  '--lang <de|en>',
  '--json [fields]',
  '--quiet',
  '--verbose',
  '--no-input',
  '--no-color',
] as const;

export const declarations = [
  {
    name: 'list',
    words: '',
    options: ['--status <status...>', '--due-before <date>', '--due-within <days>', '--all'],
    exits: [ExitCode.ok, ...opening],
    example: 'belbo-erase list --due-within 7',
  },
  {
    name: 'show',
    words: '<request>',
    options: [],
    exits: [ExitCode.ok, ...opening],
    example: 'belbo-erase show 12',
  },
  {
    name: 'add',
    words: '',
    options: [
      '--customer <number|key>',
      '--find <file|->',
      '--channel <online|staff>',
      '--received <date>',
      '--verified <means>',
    ],
    exits: [ExitCode.ok, ...opening],
    example: 'belbo-erase add --customer K-100234 --channel staff --received 2026-11-20',
  },
  {
    name: 'duplicates',
    words: '[request|customer...]',
    options: ['--all'],
    exits: [ExitCode.ok, ...opening],
    example: 'belbo-erase duplicates 12',
  },
  {
    name: 'extend',
    words: '<request>',
    options: ['--reason <text>'],
    exits: [ExitCode.ok, ExitCode.failed, ...opening],
    example: "belbo-erase extend 12 --reason 'records of four branches'",
  },
  {
    name: 'reject',
    words: '<request>',
    options: ['--ground <ground>', '--reason <text>'],
    exits: [ExitCode.ok, ExitCode.failed, ...opening],
    example: 'belbo-erase reject 12 --ground legal_claims',
  },
  {
    name: 'hold',
    words: '<request>',
    options: ['--reason <text>', '--release'],
    exits: [ExitCode.ok, ExitCode.failed, ...opening],
    example: "belbo-erase hold 12 --reason 'waiting for a copy of the form'",
  },
  {
    name: 'withdraw',
    words: '<request>',
    options: [],
    exits: [ExitCode.ok, ExitCode.failed, ...opening],
    example: 'belbo-erase withdraw 12',
  },
  {
    name: 'verify',
    words: '<request>',
    options: ['--by <means>', '--undo'],
    exits: [ExitCode.ok, ExitCode.failed, ...opening],
    example: 'belbo-erase verify 12 --by call_back',
  },
  {
    name: 'merge',
    words: '[request]',
    options: [
      '--decisions <file>',
      '--survivor <key>',
      '--duplicates <keys>',
      '--field <column=choice...>',
      '--collision <table=choice...>',
      '--dry-run',
      '--confirm <key>',
    ],
    exits: [ExitCode.ok, ExitCode.failed, ExitCode.incomplete, ExitCode.blocked, ...opening],
    example: 'belbo-erase merge 12',
  },
  {
    name: 'merge list',
    words: '',
    options: [],
    exits: [ExitCode.ok, ...opening],
    example: 'belbo-erase merge list',
  },
  {
    name: 'merge undo',
    words: '<merge>',
    options: ['--confirm <key>'],
    exits: [ExitCode.ok, ExitCode.failed, ExitCode.blocked, ...opening],
    example: 'belbo-erase merge undo 3',
  },
  {
    name: 'merge forget',
    words: '<merge>',
    options: ['--confirm <key>'],
    exits: [ExitCode.ok, ExitCode.failed, ExitCode.blocked, ...opening],
    example: 'belbo-erase merge forget 3',
  },
  {
    name: 'plan',
    words: '<request...>',
    options: [],
    exits: [ExitCode.ok, ExitCode.blocked, ...opening],
    example: 'belbo-erase plan 12',
  },
  {
    name: 'erase',
    words: '<request>',
    options: [
      '--dry-run',
      '--confirm <request>',
      '--force-login <login>',
      '--uncertain-mentions <redact|keep>',
      '--manual-done',
    ],
    exits: [ExitCode.ok, ExitCode.incomplete, ExitCode.verificationFailed, ExitCode.blocked, ...opening],
    example: 'belbo-erase erase 12 --confirm 12',
  },
  {
    name: 'process',
    words: '[request]',
    options: [],
    exits: [ExitCode.ok, ExitCode.failed, ExitCode.incomplete, ExitCode.blocked, ...opening],
    example: 'belbo-erase process 12',
  },
  {
    name: 'run',
    words: '',
    options: ['--limit <number>', '--dry-run', '--retry-lock <time>'],
    exits: [ExitCode.ok, ExitCode.failed, ExitCode.incomplete, ExitCode.terminated, ...opening],
    example: 'belbo-erase run --quiet --retry-lock 5m',
  },
  {
    name: 'stubs list',
    words: '',
    options: ['--expired'],
    exits: [ExitCode.ok, ...opening],
    example: 'belbo-erase stubs list --expired',
  },
  {
    name: 'stubs show',
    words: '<stub>',
    options: ['--as <owner|accountant>'],
    exits: [ExitCode.ok, ...opening],
    example: 'belbo-erase stubs show 3 --as accountant',
  },
  {
    name: 'stubs purge',
    words: '',
    options: ['--dry-run', '--confirm <purge>'],
    exits: [ExitCode.ok, ExitCode.incomplete, ExitCode.blocked, ...opening],
    example: 'belbo-erase stubs purge --dry-run',
  },
  {
    name: 'scrub',
    words: '[path...]',
    options: [
      '--request <id...>',
      '--all-erased',
      '--dry-run',
      '--action <remove|redact>',
      '--decisions <file>',
      '--status',
      '--by-hand',
    ],
    exits: [ExitCode.ok, ExitCode.failed, ExitCode.incomplete, ExitCode.verificationFailed, ...opening],
    example: 'belbo-erase scrub /srv/exports --all-erased --dry-run',
  },
  {
    name: 'recipients list',
    words: '[request]',
    options: ['--open'],
    exits: [ExitCode.ok, ...opening],
    example: 'belbo-erase recipients list --open',
  },
  {
    name: 'recipients confirm',
    words: '<request> <recipient>',
    options: ['--impossible <reason>', '--disproportionate <reason>'],
    exits: [ExitCode.ok, ExitCode.incomplete, ...opening],
    example: 'belbo-erase recipients confirm 12 "Newsletter service"',
  },
  {
    name: 'recipients remind',
    words: '<request> [recipient]',
    options: ['--send', '--again'],
    exits: [ExitCode.ok, ExitCode.failed, ExitCode.incomplete, ...opening],
    example: 'belbo-erase recipients remind 12 --send',
  },
  {
    name: 'letter',
    words: '<request>',
    options: ['--kind <kind>', '--format <md|html|txt>', '--out <file>', '--send', '--again', '--posted'],
    exits: [ExitCode.ok, ExitCode.failed, ExitCode.incomplete, ...opening],
    example: 'belbo-erase letter 12 --format html --out letter.html',
  },
  {
    name: 'notify',
    words: '',
    options: ['--dry-run'],
    exits: [ExitCode.ok, ExitCode.failed, ExitCode.incomplete, ...opening],
    example: 'belbo-erase notify',
  },
  {
    name: 'report',
    words: '',
    options: ['--from <date>', '--to <date>', '--format <html|csv|json>', '--out <file>'],
    exits: [ExitCode.ok, ...opening],
    example: 'belbo-erase report --from 2026-01-01 --to 2026-12-31 --out report.html',
  },
  {
    name: 'doctor',
    words: '',
    options: [],
    exits: [ExitCode.ok, ...opening],
    example: 'belbo-erase doctor',
  },
  {
    name: 'init',
    words: '',
    options: [],
    exits: [ExitCode.ok, ...opening],
    example: 'belbo-erase init --database mysql://belbo@db.example/calendar --map belbo',
  },
  {
    name: 'demo',
    words: '',
    options: ['--dir <folder>', '--customers <number>', '--seed <number>', '--keep', '--run'],
    exits: [ExitCode.ok, ExitCode.failed, ExitCode.usage, ExitCode.interrupted, ExitCode.terminated],
    example: 'belbo-erase demo --dir demo --run',
  },
] as const satisfies readonly CommandDeclaration[];

/** A declaration with the name of a command that exists. */
export type DeclaredCommand = CommandDeclaration & { readonly name: CommandName };

export type CommandName = (typeof declarations)[number]['name'];
