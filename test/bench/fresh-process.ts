import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { peakMemory } from './measure.js';

/** What a part of a bench gave in a process of its own. */
export interface Fresh<T> {
  readonly result: T;
  /** Most memory that process held, MiB. */
  readonly peak: number;
}

/**
 * Calls an exported function of a bench in a process of its own, so that its peak memory is its own and nothing before it has
 * warmed or filled anything. Arguments and result travel as JSON.
 * @param module `import.meta.url` of the module that exports `part`
 */
export async function inFreshProcess<T>(module: string, part: string, ...args: readonly unknown[]): Promise<Fresh<T>> {
  const child = fork(fileURLToPath(import.meta.url), [module, part, JSON.stringify(args)], { stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    let answer: Fresh<T> | undefined;
    child.on('message', (message) => (answer = message as Fresh<T>));
    child.on('error', reject);
    child.on('exit', (code) => {
      if (answer === undefined) reject(new Error(`${part} ended without a result (exit code ${String(code)})`));
      else resolve(answer);
    });
  });
}

async function serve(module: string, part: string, args: string): Promise<void> {
  const exported = (await import(module)) as Readonly<Record<string, (...given: unknown[]) => Promise<unknown>>>;
  const result = await exported[part]?.(...(JSON.parse(args) as unknown[]));
  process.send?.({ result, peak: peakMemory() });
  process.disconnect();
}

const [, script, module, part, args] = process.argv;
if (script === fileURLToPath(import.meta.url) && module !== undefined && part !== undefined) {
  await serve(module, part, args ?? '[]');
}
