/** The import rules of the code base. Each one says why it exists. */

// The layers, lowest first. A layer may import those below it, never those above.
const layers = [
  ['database'],
  ['data-map'],
  ['requests', 'customers', 'retention'],
  ['merge', 'erasure', 'backups', 'ledger', 'notify'],
  ['fulfilment'],
  ['cli'],
];

const folder = (names) => `^src/(${names.join('|')})/`;

const oneWay = layers.slice(0, -1).map((names, index) => ({
  name: `${names.join('-')}-imports-downwards`,
  comment:
    'Layers are one-way (bin > cli > fulfilment > merge, erasure, backups, ledger, notify > requests, customers, retention > ' +
    'data-map > database), so that what a lower one does can be understood, and tested, without the ones above.',
  severity: 'error',
  from: { path: folder(names) },
  to: { path: `${folder(layers.slice(index + 1).flat())}|^bin/` },
}));

const siblings = [layers[2], layers[3]].flatMap((names) =>
  names.map((name) => ({
    name: `${name}-knows-no-siblings`,
    comment:
      'Folders of one layer are joined by their caller. Were they to import each other, a change of the backups could break ' +
      'the erasure.',
    severity: 'error',
    from: { path: folder([name]) },
    to: { path: folder(names.filter((other) => other !== name)) },
  })),
);

module.exports = {
  forbidden: [
    ...oneWay,
    ...siblings,
    {
      name: 'shared-files-import-nothing-above',
      comment:
        'errors.ts, group-by.ts and progress.ts are imported by everything: an import of theirs would be an import of everyone.',
      severity: 'error',
      from: { path: '^src/(errors|group-by|progress)\\.ts$' },
      to: { path: '^(src/[^/]+/|bin/|fixtures/)' },
    },
    {
      name: 'terminal-libraries-in-cli',
      comment:
        'The core never prints or prompts: it returns data. Colour, tables, options and questions are the CLI’s, so that every ' +
        'function can be used by a script and tested without a terminal.',
      severity: 'error',
      from: { path: '^(src|bin|fixtures)/', pathNot: '^src/cli/' },
      to: { path: 'node_modules/(chalk|cli-table3|commander|string-width|@inquirer)/' },
    },
    {
      name: 'drivers-in-database',
      comment:
        'Connections, SQL dialect and driver errors are handled in one place. A driver’s error text holds data of customers and ' +
        'must not leave it.',
      severity: 'error',
      from: { path: '^(src|bin)/', pathNot: '^src/database/' },
      to: { path: 'node_modules/(knex|better-sqlite3|mysql2)/' },
    },
    {
      name: 'mail-library-in-notify',
      comment:
        'What goes out goes through one place, which knows what was sent before. A mail server’s words repeat addresses and must not ' +
        'leave it.',
      severity: 'error',
      from: { path: '^(src|bin)/', pathNot: '^src/notify/' },
      to: { path: 'node_modules/nodemailer/' },
    },
    {
      name: 'file-system-where-files-are-the-matter',
      comment:
        'Files are written where they are the point (backups, ledger, configuration and key file, CLI) and read where the ' +
        'database is one (file checks, byte proof). Deciding code stays free of side effects.',
      severity: 'error',
      from: {
        path: '^(src|bin)/',
        pathNot:
          '^src/(backups|ledger|cli)/|^src/config\\.ts$|^src/database/|^src/data-map/|^src/(customers|erasure)/(key-file|byte-proof|[a-z-]*-bytes|[a-z-]*-file)\\.ts$',
      },
      to: { path: '^(node:)?fs(/promises)?$', dependencyTypes: ['core'] },
    },
    {
      name: 'tests-are-not-shipped',
      comment: 'test/ is not in the package: an import of it works here and fails at the user’s.',
      severity: 'error',
      from: { path: '^(src|bin|fixtures)/' },
      to: { path: '^test/' },
    },
    {
      name: 'fixtures-only-in-demo',
      comment:
        'The reference calendar is sample data. Only the demo may depend on it; real erasures know the data map alone.',
      severity: 'error',
      from: { path: '^(src|bin)/', pathNot: '^src/cli/(commands/)?demo' },
      to: { path: '^fixtures/' },
    },
    {
      name: 'fixtures-import-the-database-at-most',
      comment:
        'The generator writes a calendar as the calendar software would; it must not share code with what it tests.',
      severity: 'error',
      from: { path: '^fixtures/' },
      to: { path: '^src/', pathNot: '^src/(database/|errors\\.ts|progress\\.ts)' },
    },
    {
      name: 'bin-starts-the-cli',
      comment: 'The executable sets the exit code of the CLI’s main function and does nothing else.',
      severity: 'error',
      from: { path: '^bin/' },
      to: { path: '^(src|fixtures|test)/', pathNot: '^src/cli/' },
    },
    {
      name: 'no-cycles',
      comment: 'Modules in a cycle cannot be understood, loaded lazily or moved one at a time.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'A module that nobody imports is dead code, or somebody forgot to plug it in.',
      severity: 'error',
      from: { orphan: true, path: '^(src|fixtures)/', pathNot: '^src/data-map/build-maps\\.ts$|\\.d\\.ts$' },
      to: {},
    },
    {
      name: 'no-dev-dependencies',
      comment: 'They are not installed at the user’s.',
      severity: 'error',
      from: { path: '^(src|bin|fixtures)/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: 'node_modules/@types/' },
    },
    {
      name: 'resolvable',
      comment:
        'An import that does not resolve fails when it is first needed, which here may be in the middle of an erasure.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.check.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
