import { compileModule } from '../customers/compile-module.js';
import { compiledScanner } from './compiled-scanner.js';

/** The scanner, compiled once a process. */
export function scannerModule(): Promise<WebAssembly.Module> {
  return compileModule(compiledScanner);
}
