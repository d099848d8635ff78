/** What is needed of WebAssembly's JavaScript interface: Node has it, its types and ES2023's do not. */
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
    /** All of it, as large as it is now: what was handed out before stays good. */
    readonly buffer: SharedArrayBuffer;
    /** Adds pages. */
    grow(pages: number): number;
  }

  function compile(bytes: Uint8Array): Promise<Module>;
  function instantiate(
    module: Module,
    imports: Readonly<Record<string, Readonly<Record<string, Memory>>>>,
  ): Promise<Instance>;
}
