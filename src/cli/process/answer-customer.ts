import { resolve } from 'node:path';
import { mailLetter, notePosted, prepareLetter, type PreparedLetter } from '../commands/letter.js';
import { renderHtml } from '../../notify/render-html.js';
import { renderText } from '../../notify/render-text.js';
import { localDay } from '../../requests/days.js';
import { escapeText } from '../render/escape.js';
import { writePrivately } from '../write-privately.js';
import { announce, awaits, chooseOrLeave, type Flow, type Step } from './flow.js';
import { tellFailure } from './tell-failure.js';

/** Saves the letter where the person says, ready to print; never over a file that is there. */
async function save({ context, style, id }: Flow, { document }: PreparedLetter): Promise<void> {
  const { process, letter } = context.messages;
  const typed = (await context.prompter.text(process.fileName(process.letterFile(id)))).trim();
  const path = resolve(context.io.cwd, typed === '' ? process.letterFile(id) : typed);
  const text = path.endsWith('.txt') ? renderText(document) : renderHtml(document);
  const written = await tellFailure(context, async () => {
    await writePrivately(path, text);
    return path;
  });
  if (written !== null) context.note(`${style.chalk.green(style.sign.ok)} ${escapeText(letter.written(path))}`);
}

async function mail(flow: Flow, letter: PreparedLetter): Promise<void> {
  const { context, session, style, id } = flow;
  const texts = context.messages.letter;
  const before = await tellFailure(context, async () => ({ at: await mailLetter(context, session, letter, false) }));
  if (before === null) return;
  context.note(
    before.at === null
      ? `${style.chalk.green(style.sign.ok)} ${texts.sent(id)}`
      : texts.sentBefore(context.messages.date(localDay(before.at, session.config.timeZone))),
  );
}

/** The answer to the customer: shown, saved to be printed, mailed, or noted as handed over. */
export const answerCustomer: Step = async (flow) => {
  const { context, session, id } = flow;
  const { process, letter: texts } = context.messages;
  if (!(await awaits(flow, 'letter'))) return 'done';
  announce(flow, process.title.letter);
  const letter = await tellFailure(context, async () => prepareLetter(context, session, id, 'confirmation'));
  if (letter === null) return 'left';
  context.note(`\n${renderText(letter.document).split('\n').map(escapeText).join('\n')}`);
  const { addressee } = letter.facts;
  if ((addressee?.name ?? null) === null) context.note(texts.neutral);
  const canMail = session.config.mail !== null && (addressee?.email ?? null) !== null;
  while (await awaits(flow, 'letter')) {
    const choice = await chooseOrLeave(flow, process.letter, [
      ...(canMail ? [{ value: 'send' as const, name: process.sendLetter }] : []),
      { value: 'save', name: process.saveLetter },
      { value: 'posted', name: process.posted },
      { value: 'later', name: process.later },
    ]);
    if (choice === 'leave') return 'left';
    if (choice === 'later') return 'done';
    if (choice === 'send') await mail(flow, letter);
    else if (choice === 'save') await save(flow, letter);
    else await notePosted(session, letter);
  }
  return 'done';
};
