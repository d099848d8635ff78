// Compiles the modules in assembly/ to WebAssembly and writes each as base64 to a file of the sources, so that the package needs neither
// compiler nor extra file. Run after a change of their sources: npm run build:scanner
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import asc from 'assemblyscript/asc';

/** What is compiled, and where it goes. */
export const modules = [
  { source: 'assembly/scanner.ts', target: 'src/customers/compiled-scanner.ts', name: 'compiledScanner' },
  { source: 'assembly/customer-rows.ts', target: 'src/customers/compiled-rows.ts', name: 'compiledRows' },
];

// The memory may be shared between threads, and is as large as the search needs, at most 1 GiB.
const memory = ['--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '16384'];
const features = ['--enable', 'simd', '--enable', 'threads'];
const options = ['-O3', '--runtime', 'stub', '--noAssert', '--use', 'abort=', ...features, ...memory];

/** A compiled module, as base64. */
async function compileModule(source) {
  const folder = mkdtempSync(join(tmpdir(), 'belbo-erase-asc-'));
  try {
    const target = join(folder, 'module.wasm');
    const { error, stderr } = await asc.main([source, '-o', target, ...options]);
    if (error) throw new Error(`${error.message}\n${stderr.toString()}`);
    return readFileSync(target).toString('base64');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What the target of a module has to contain. */
export async function moduleFile({ source, name }) {
  const code = await compileModule(source);
  return `// Made by scripts/build-scanner.mjs out of ${source}; not to be edited.\n\n/** WebAssembly, base64. */\nexport const ${name} =\n  '${code}';\n`;
}

if (process.argv[1]?.endsWith('build-scanner.mjs')) {
  for (const module of modules) writeFileSync(module.target, await moduleFile(module));
}
