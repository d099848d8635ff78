import { isBelboEraseError } from '../../errors.js';
import type { ErasureSession } from '../../erasure/session.js';
import { executeMerge, type ExecutedMerge } from '../../merge/execute-merge.js';
import type { DifferingField, FieldChoice, MergeChoices, MergePlan } from '../../merge/plan.js';
import { planMerge } from '../../merge/plan-merge.js';
import type { Context } from '../context.js';
import { createStyle } from '../context.js';
import { escapeText } from '../render/escape.js';
import { renderMergePlan } from '../render/merge-plan.js';
import { labelOf, shown } from './show-pair.js';

/** The two records to be merged, and for which request. */
export interface MergeTask {
  readonly survivor: string;
  readonly duplicate: string;
  readonly requestId: string;
}

interface Choices {
  readonly fields: Record<string, FieldChoice>;
  readonly collisions: Record<string, 'survivor' | 'duplicate'>;
}

async function askCollisions({ prompter, messages }: Context, plan: MergePlan, choices: Choices): Promise<void> {
  for (const table of plan.undecided) {
    choices.collisions[table] = await prompter.choose(messages.merge.collision(escapeText(table)), [
      { value: 'survivor', name: messages.merge.keepOwn },
      { value: 'duplicate', name: messages.merge.keepOther },
    ]);
  }
}

async function askField(
  { prompter, messages }: Context,
  session: ErasureSession,
  context: Context,
  { fields }: MergePlan,
  { duplicate }: MergeTask,
  choices: Choices,
): Promise<void> {
  const { merge } = messages;
  const text = (value: DifferingField['result']): string => escapeText(shown(value)) || merge.empty;
  const open = fields.filter((field) => !field.fixed);
  if (open.length === 0) return;
  const column = await prompter.choose(
    merge.whichField,
    open.map((field) => ({ value: field.column, name: labelOf(context, session, field.column) })),
  );
  const field = open.find((each) => each.column === column);
  const [a = null, b = null] = field?.values ?? [];
  const from = await prompter.choose(labelOf(context, session, column), [
    { value: 'survivor', name: merge.keepA(text(a)) },
    { value: 'duplicate', name: merge.keepB(text(b)) },
    { value: 'typed', name: merge.type },
  ]);
  if (from === 'typed') {
    const value = await prompter.text(merge.typeIt);
    choices.fields[column] = { from, value: value === '' ? null : value };
  } else {
    choices.fields[column] = from === 'survivor' ? { from } : { from, record: duplicate };
  }
}

/**
 * Shows what a merge would do, lets a person choose field by field, and merges.
 * @returns null when they turned back, or the calendar has changed one of the records meanwhile
 */
export async function mergePair(
  context: Context,
  session: ErasureSession,
  task: MergeTask,
): Promise<ExecutedMerge | 'back' | 'changed'> {
  const { prompter, messages, io, settings } = context;
  const { merge } = messages;
  const choices: Choices = { fields: {}, collisions: {} };
  const style = await createStyle(io, settings);
  const split = (key: string): string[] => key.split('\u001f');
  try {
    for (;;) {
      const given: MergeChoices = choices;
      const plan = await planMerge(session, split(task.survivor), [split(task.duplicate)], given);
      if (plan.undecided.length > 0) {
        await askCollisions(context, plan, choices);
        continue;
      }
      context.show(`${await renderMergePlan(plan, context, (column) => labelOf(context, session, column), style)}

`);
      const keys = Object.entries(merge.fieldsKeys).map(([key, name]) => ({
        key: key === 'y' ? merge.yesKey : key,
        name,
      }));
      const key = await prompter.key({ message: merge.fieldsQuestion, keys });
      if (key === 'n') return 'back';
      if (key === 'c') await askField(context, session, context, plan, task, choices);
      else return await executeMerge(session, plan, given, task.requestId);
    }
  } catch (error) {
    // The calendar's own users have been at work meanwhile: nothing was merged.
    if (isBelboEraseError(error) && (error.code === 'MERGE_STALE' || error.code === 'MERGE_RECORD_GONE'))
      return 'changed';
    throw error;
  }
}
