import './v8-flags.js';

const compiled = new Map<string, Promise<WebAssembly.Module>>();

/** Compiles WebAssembly (base64), each once a process. */
export async function compileModule(code: string): Promise<WebAssembly.Module> {
  let module = compiled.get(code);
  if (module === undefined) compiled.set(code, (module = WebAssembly.compile(Buffer.from(code, 'base64'))));
  return module;
}
