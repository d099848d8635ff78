import type { Io } from './io.js';
import type { KeyQuestion } from './review/key-prompt.js';

/** Questions to a person. Null answers mean that there is nobody to ask. */
export interface Prompter {
  /** Whether a person can be asked: stdin and stderr are terminals, and --no-input is absent. */
  readonly canAsk: boolean;
  /** A line as it was typed. */
  text(message: string): Promise<string>;
  /** A hidden line. */
  password(message: string): Promise<string>;
  choose<T extends string>(
    message: string,
    choices: readonly { readonly value: T; readonly name: string }[],
  ): Promise<T>;
  /** A list that changes with what is typed. `find` is told by its signal when more was typed meanwhile. */
  search(
    message: string,
    find: (term: string, signal: AbortSignal) => Promise<readonly { readonly value: string; readonly name: string }[]>,
  ): Promise<string>;
  /** One key, without Enter. */
  key(question: KeyQuestion): Promise<string>;
}

/** The keys without the library's English words for what they do. */
const keysHelpTip = (keys: readonly (readonly [string, string])[]): string => keys.map(([key]) => key).join('  ');

/** Prompts are drawn on stderr: stdout belongs to the result. Ctrl-C and the end of input reject with `ExitPromptError`. */
export function createPrompter(io: Io, input: boolean, signal: AbortSignal): Prompter {
  const context = { input: io.stdin, output: io.stderr, signal, clearPromptOnDone: false };
  return {
    canAsk: input && io.stdin.isTTY === true && io.stderr.isTTY === true,
    async text(message) {
      const prompts = await import('@inquirer/prompts');
      return prompts.input({ message }, context);
    },
    async password(message) {
      const prompts = await import('@inquirer/prompts');
      return prompts.password({ message, mask: false }, context);
    },
    async key(question) {
      const { keyPrompt } = await import('./review/key-prompt.js');
      return keyPrompt(question, context);
    },
    async choose(message, choices) {
      const prompts = await import('@inquirer/prompts');
      return prompts.select({ message, choices: [...choices], theme: { style: { keysHelpTip } } }, context);
    },
    async search(message, find) {
      const prompts = await import('@inquirer/prompts');
      const source = async (term: string | undefined, options: { signal: AbortSignal }) => [
        ...(await find(term ?? '', options.signal)),
      ];
      return prompts.search({ message, source, theme: { style: { keysHelpTip } } }, context);
    },
  };
}
