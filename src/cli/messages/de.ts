import { backups } from './de/backups.js';
import { common } from './de/common.js';
import { erasure } from './de/erasure.js';
import { errors } from './de/errors.js';
import { findings } from './de/findings.js';
import { duplicates } from './de/duplicates.js';
import { handling } from './de/handling.js';
import { help } from './de/help.js';
import { merge } from './de/merge.js';
import { guide } from './de/process.js';
import { queue } from './de/queue.js';
import { run } from './de/run.js';
import { setup } from './de/setup.js';
import { telling } from './de/telling.js';
import type { Messages } from './en.js';

/** Every text of the command line, in German. */
export const de: Messages = {
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
  finding: (code, params) => findings[code]?.(params) ?? code.replaceAll('_', ' '),
};
