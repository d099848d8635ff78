import { readFile } from 'node:fs/promises';
import { BelboEraseError } from '../errors.js';
import type { DataMap } from './schema.js';

/** Maps that come with the tool. */
export const builtInMaps = ['belbo', 'easyappointments'] as const;

const isBuiltIn = (name: string): name is (typeof builtInMaps)[number] =>
  (builtInMaps as readonly string[]).includes(name);

/**
 * Loads a built-in map by name, or a map file by path. Built-in ones were validated when the package was built and are
 * read as JSON: `list` need not load the validator.
 * @throws BelboEraseError `MAP_NOT_FOUND`, `MAP_INVALID`
 */
export async function loadMap(nameOrPath: string): Promise<DataMap> {
  if (isBuiltIn(nameOrPath)) {
    const text = await readFile(new URL(`./maps/${nameOrPath}.json`, import.meta.url), 'utf8');
    return JSON.parse(text) as DataMap;
  }
  let source: string;
  try {
    source = await readFile(nameOrPath, 'utf8');
  } catch (cause) {
    throw new BelboEraseError('MAP_NOT_FOUND', { name: nameOrPath, builtIn: builtInMaps.join(', ') }, { cause });
  }
  const { parseMap } = await import('./parse-map.js');
  return parseMap(source, nameOrPath);
}
