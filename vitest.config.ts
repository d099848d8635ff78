import { defineConfig } from 'vitest/config';
import { quickFolder } from './test/quick-folder.js';

// Workers, and whatever they start, take over this environment.
process.env['TMPDIR'] ??= quickFolder();

const shared = { pool: 'forks', testTimeout: 60_000, hookTimeout: 120_000 } as const;

/** These put other modules in the place of ours: nobody else must meet what they have loaded. */
const alone = ['test/cli/{handling,process,prompter}.test.ts'];

export default defineConfig({
  test: {
    globalSetup: ['test/quick-folder.ts', 'test/database/provide-mariadb.ts'],
    maxWorkers: 2,
    projects: [
      { test: { ...shared, name: 'alone', include: alone } },
      // One after the other in the same process: it loads every module once.
      { test: { ...shared, name: 'together', include: ['test/**/*.test.ts'], exclude: alone, isolate: false } },
    ],
  },
});
