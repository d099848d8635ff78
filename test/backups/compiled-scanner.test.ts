import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

it('is what its source compiles to', () => {
  const print =
    "import('./scripts/build-scanner.mjs').then(async (m) => process.stdout.write(await m.compileScanner()))";
  const compiled = execFileSync(process.execPath, ['-e', print], { encoding: 'utf8' });
  expect(readFileSync('src/backups/compiled-scanner.ts', 'utf8')).toContain(`'${compiled}'`);
}, 60_000);
