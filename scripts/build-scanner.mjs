// Compiles assembly/scan-records.ts to WebAssembly and writes it as base64 to src/backups/compiled-scanner.ts, so that the
// package needs neither compiler nor extra file. Run after a change of the source: npm run build:scanner
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import asc from 'assemblyscript/asc';

/** The compiled scanner, as base64. */
export async function compileScanner() {
  const folder = mkdtempSync(join(tmpdir(), 'belbo-erase-asc-'));
  try {
    const target = join(folder, 'scan.wasm');
    // The memory is shared between threads, and as large as the search needs, at most 1 GiB.
    const memory = ['--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '16384'];
    const options = [
      '-O3',
      '--runtime',
      'stub',
      '--noAssert',
      '--enable',
      'simd',
      '--enable',
      'threads',
      '--use',
      'abort=',
    ];
    const { error, stderr } = await asc.main(['assembly/scan-records.ts', '-o', target, ...options, ...memory]);
    if (error) throw new Error(`${error.message}\n${stderr.toString()}`);
    return readFileSync(target).toString('base64');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What src/backups/compiled-scanner.ts has to contain. */
export async function scannerFile() {
  const code = await compileScanner();
  return `// Made by scripts/build-scanner.mjs out of assembly/scan-records.ts; not to be edited.\n\n/** The scanner as WebAssembly, base64. */\nexport const compiledScanner =\n  '${code}';\n`;
}

if (process.argv[1]?.endsWith('build-scanner.mjs')) {
  writeFileSync('src/backups/compiled-scanner.ts', await scannerFile());
}
