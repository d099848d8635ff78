import { backups } from './en/backups.js';
import { common } from './en/common.js';
import { erasure } from './en/erasure.js';
import { errors } from './en/errors.js';
import { findings } from './en/findings.js';
import { duplicates } from './en/duplicates.js';
import { handling } from './en/handling.js';
import { help } from './en/help.js';
import { merge } from './en/merge.js';
import { guide } from './en/process.js';
import { queue } from './en/queue.js';
import { run } from './en/run.js';
import { setup } from './en/setup.js';
import { telling } from './en/telling.js';

type Params = Readonly<Record<string, string | number>>;

/** Every text of the command line, in English. Other languages satisfy its type. */
export const en = {
  ...common,
  ...queue,
  ...handling,
  ...run,
  ...guide,
  ...erasure,
  ...setup,
  duplicates,
  ...backups,
  merge,
  ...telling,
  help,
  errors,
  finding: (code: string, params: Params): string => findings[code]?.(params) ?? code.replaceAll('_', ' '),
};

export type Messages = typeof en;
