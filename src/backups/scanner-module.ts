import { setFlagsFromString } from 'node:v8';
import { compiledScanner } from './compiled-scanner.js';

// The baseline compiler's code is half as fast, and a scan is over before the better one takes turns.
setFlagsFromString('--no-liftoff');

let compiled: Promise<WebAssembly.Module> | undefined;

/** The scanner, compiled once a process. */
export function scannerModule(): Promise<WebAssembly.Module> {
  compiled ??= WebAssembly.compile(Buffer.from(compiledScanner, 'base64'));
  return compiled;
}
