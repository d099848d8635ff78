import { createPrompt, useKeypress, usePrefix, useState } from '@inquirer/core';

/** Keys that answer a question, each with what it stands for. */
export interface KeyQuestion {
  readonly message: string;
  readonly keys: readonly { readonly key: string; readonly name: string }[];
  /** What Enter stands for, if anything. */
  readonly enter?: string;
}

/** A question answered by one key, without Enter: a review has dozens of them. Other keys do nothing. */
export const keyPrompt = createPrompt<string, KeyQuestion>((question, done) => {
  const [chosen, setChosen] = useState<string | null>(null);
  const prefix = usePrefix({ status: chosen === null ? 'idle' : 'done' });
  useKeypress((pressed, readline) => {
    // What was typed must not stand on the line that is drawn again.
    readline.clearLine(0);
    if (chosen !== null) return;
    const name = pressed.name === 'return' || pressed.name === 'enter' ? question.enter : pressed.name;
    const found = question.keys.find(({ key }) => key === name);
    if (found === undefined || pressed.ctrl) return;
    setChosen(found.key);
    done(found.key);
  });
  const name = question.keys.find(({ key }) => key === chosen)?.name;
  if (name !== undefined) return `${prefix} ${question.message} ${name}`;
  const legend = question.keys.map(({ key, name: text }) => `[${key}] ${text}`);
  // Three to a line: six, in German, would not fit 80 columns.
  const lines = [legend.slice(0, 3), legend.slice(3)].filter((line) => line.length > 0);
  return [`${prefix} ${question.message}`, ...lines.map((line) => `  ${line.join('  ')}`)].join('\n');
});
