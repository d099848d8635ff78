/*
 * npm run bench -- erase [customers] [mysql-url]
 *
 * Measures on a fresh reference calendar, both in one run: this tool, and a peer doing the same work by hand over the same
 * driver. Prints ratios and peak memory. Nothing here asserts: timings belong to a person's judgement.
 */
import { benchErase } from './erase.js';

const [what, ...rest] = process.argv.slice(2);
if (what === 'erase') await benchErase(rest);
else {
  process.stderr.write('usage: npm run bench -- erase [customers] [mysql://...]\n');
  process.exitCode = 2;
}
