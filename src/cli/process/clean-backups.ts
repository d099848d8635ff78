import { readBackupStatus } from '../../backups/backup-status.js';
import { askDecisions } from '../decide-reviews.js';
import { renderScrub, shownPath } from '../render/scrub.js';
import { escapeText } from '../render/escape.js';
import { closeBackups, erasedRequests, scrubOnce, scrubSession, subjectsOf } from '../scrub-backups.js';
import { announce, awaits, chooseOrLeave, type Flow, type Step } from './flow.js';

/** Files in which the person may still be. */
async function awaitingFiles({ session, id }: Flow): Promise<string[]> {
  const statuses = await readBackupStatus(session.db, session.config.backups, [id]);
  return statuses.filter(({ awaiting }) => awaiting.length > 0).map(({ path }) => path);
}

/** Scrubs all backups for this request, asks about each record in doubt, and closes the step when every file is settled. */
async function scrub(flow: Flow): Promise<void> {
  const { context, session, style, id } = flow;
  const { messages, io } = context;
  const requests = await erasedRequests(session, [id]);
  const backups = await scrubSession(session);
  const { subjects, lost } = await subjectsOf(backups, requests);
  if (lost.length > 0) {
    context.note(messages.scrub.lost(id));
    return;
  }
  const scope = { subjects, paths: [], folders: session.config.backups, action: null };
  const found = await scrubOnce(backups, scope, { dryRun: false });
  const result = await askDecisions(context, backups, scope, found);
  context.note(`\n${await renderScrub(result, messages, style, { cwd: io.cwd, dryRun: false })}`);
  const { settled } = await closeBackups(session, requests);
  if (settled.length > 0) context.note(`${style.chalk.green(style.sign.ok)} ${messages.scrub.settled(id)}`);
}

/** Takes the person out of the backups. Files that cannot be scrubbed can be seen to meanwhile, and looked at again. */
export const cleanBackups: Step = async (flow) => {
  const { context } = flow;
  const { process } = context.messages;
  if (!(await awaits(flow, 'backups'))) return 'done';
  announce(flow, process.title.backups);
  for (let first = true; await awaits(flow, 'backups'); first = false) {
    const files = await awaitingFiles(flow);
    if (!first) for (const path of files) context.note(`  ${escapeText(shownPath(path, null, context.io.cwd))}`);
    const choice = await chooseOrLeave(flow, process.backups(files.length, first), [
      { value: 'scrub', name: first ? process.scrub : process.scrubAgain },
      { value: 'later', name: process.later },
    ]);
    if (choice === 'leave') return 'left';
    if (choice === 'later') return 'done';
    await scrub(flow);
  }
  return 'done';
};
