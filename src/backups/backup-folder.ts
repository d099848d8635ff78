import { isAbsolute, relative } from 'node:path';
import type { ScrubOptions } from './scrub-options.js';
import type { CsvMapping } from './types.js';

/** A file or folder of backups, as the configuration names it. */
export interface BackupFolder {
  /** Absolute. */
  readonly path: string;
  /** Names left out, with `*` and `?`. */
  readonly ignore: readonly string[];
  readonly action: ScrubOptions['action'];
  readonly mapping: CsvMapping;
}

/** Whether a path is a folder, or lies in it. */
export function holds(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (!way.startsWith('..') && !isAbsolute(way));
}
