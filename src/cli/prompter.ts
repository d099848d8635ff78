import { dropTyped } from './drop-typed.js';
import type { Io } from './io.js';
import { wrap } from './render/wrap.js';
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

/** What the keys at a list do, in the user's language. */
export interface KeyTexts {
  readonly navigate: string;
  readonly select: string;
}

/** Where and how questions are asked. */
export interface PrompterOptions {
  /** Whether --no-input is absent. */
  readonly input: boolean;
  readonly signal: AbortSignal;
  readonly keys: KeyTexts;
  /** Called before a question is drawn, such as to end the line a progress stands on. */
  readonly before: () => void;
}

/** Choices shown at a time: all that any list of ours has. */
const pageSize = 16;

/** Prompts are drawn on stderr: stdout belongs to the result. Ctrl-C and the end of input reject with `ExitPromptError`. */
export function createPrompter(io: Io, { input, signal, keys, before }: PrompterOptions): Prompter {
  const context = { input: io.stdin, output: io.stderr, signal, clearPromptOnDone: false };
  // The library breaks lines in the middle of words; what is behind the sign in front of a question has two columns less.
  const broken = (text: string): string => wrap(text, Math.max(20, (io.stderr.columns ?? 80) - 3)).join('\n  ');
  const theme = { style: { keysHelpTip: () => `↑↓ ${keys.navigate} • ⏎ ${keys.select}` } };
  const load = async () => {
    const prompts = await import('@inquirer/prompts');
    before();
    return prompts;
  };
  return {
    canAsk: input && io.stdin.isTTY === true && io.stderr.isTTY === true,
    async text(message) {
      const prompts = await load();
      return prompts.input({ message: broken(message) }, context);
    },
    async password(message) {
      const prompts = await load();
      return prompts.password({ message, mask: false }, context);
    },
    async key(question) {
      const { keyPrompt } = await import('./review/key-prompt.js');
      before();
      await dropTyped(io.stdin);
      return keyPrompt(question, context);
    },
    async choose(message, choices) {
      const prompts = await load();
      const list = choices.map(({ value, name }) => ({ value, name: broken(name) }));
      return prompts.select({ message: broken(message), choices: list, pageSize, theme }, context);
    },
    async search(message, find) {
      const prompts = await load();
      const source = async (term: string | undefined, options: { signal: AbortSignal }) => [
        ...(await find(term ?? '', options.signal)).map(({ value, name }) => ({ value, name: broken(name) })),
      ];
      return prompts.search({ message: broken(message), source, pageSize, theme }, context);
    },
  };
}
