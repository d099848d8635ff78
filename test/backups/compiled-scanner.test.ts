import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

it('is what its sources compile to', () => {
  const print = `import('./scripts/build-scanner.mjs').then(async ({ modules, moduleFile }) =>
    process.stdout.write(JSON.stringify(await Promise.all(modules.map(async (m) => [m.target, await moduleFile(m)])))))`;
  const compiled = JSON.parse(execFileSync(process.execPath, ['-e', print], { encoding: 'utf8' })) as [
    string,
    string,
  ][];
  expect(compiled).toHaveLength(2);
  for (const [target, content] of compiled) expect(readFileSync(target, 'utf8'), target).toBe(content);
}, 60_000);
