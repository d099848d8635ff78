import { screen } from '@inquirer/testing/vitest';
import { describe, expect, it } from 'vitest';
import { createPrompter, type Prompter } from '../../src/cli/prompter.js';
import { createIo, run, type World } from './run.js';

const prompterIn = (world: World, input = true): Prompter =>
  createPrompter(createIo(world).io, {
    input,
    signal: new AbortController().signal,
    keys: { navigate: 'move', select: 'choose' },
    before: () => undefined,
  });
const terminal: World = { columns: 80, stdinIsTerminal: true };

/** Prompts are loaded when first asked for, so the first screen takes a moment. */
async function shown(text: string): Promise<void> {
  await expect.poll(() => screen.getScreen()).toContain(text);
}

describe('prompter', () => {
  it('asks only where stdin and stderr are terminals and nobody forbade it', () => {
    expect(prompterIn(terminal).canAsk).toBe(true);
    expect(prompterIn(terminal, false).canAsk).toBe(false);
    expect(prompterIn({ ...terminal, stdinIsTerminal: false }).canAsk).toBe(false);
    expect(prompterIn({ stdinIsTerminal: true }).canAsk).toBe(false);
  });

  it('hands back what was typed', async () => {
    const answer = prompterIn(terminal).text('Type the number of the request:');
    await shown('Type the number of the request:');
    screen.type('12');
    screen.keypress('enter');
    expect(await answer).toBe('12');
  });

  it('hides a password', async () => {
    const answer = prompterIn(terminal).password('Password:');
    await shown('Password:');
    screen.type('geheim');
    expect(screen.getScreen()).not.toContain('geheim');
    screen.keypress('enter');
    expect(await answer).toBe('geheim');
  });

  it('offers choices', async () => {
    const answer = prompterIn(terminal).choose('What shall happen?', [
      { value: 'keep', name: 'Leave them' },
      { value: 'redact', name: 'Redact them' },
    ]);
    await shown('Redact them');
    screen.keypress('down');
    screen.keypress('enter');
    expect(await answer).toBe('redact');
  });
});

describe('without a terminal', () => {
  it('a missing configuration is told, not asked for', async () => {
    const { code, err } = await run(['erase', '1'], { cwd: '/' });
    expect(code).toBe(12);
    expect(err).toContain('belbo-erase.yaml');
  });
});
