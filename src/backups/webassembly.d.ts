/** What the scanner needs of WebAssembly's JavaScript interface: Node has it, its types and ES2023's do not. */
declare namespace WebAssembly {
  /** Code that was compiled, to be instantiated any number of times. */
  interface Module {
    readonly [Symbol.toStringTag]: string;
  }

  interface Instance {
    readonly exports: Readonly<Record<string, unknown>>;
  }

  /** Memory of an instance, in pages of 64 KiB. */
  class Memory {
    constructor(descriptor: { readonly initial: number; readonly maximum: number; readonly shared: true });
    readonly buffer: SharedArrayBuffer;
  }

  function compile(bytes: Uint8Array): Promise<Module>;
  function instantiate(
    module: Module,
    imports: Readonly<Record<string, Readonly<Record<string, Memory>>>>,
  ): Promise<Instance>;
}
