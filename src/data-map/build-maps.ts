import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { builtInMaps } from './load-map.js';
import { parseMap } from './parse-map.js';
import { dataMapSchema } from './schema.js';

/*
 * Run by `npm run build`: validates the maps that come with the tool and writes them as JSON beside the compiled code, and
 * the format itself as a JSON Schema for editors.
 */
const maps = new URL('./maps/', import.meta.url);
const sources = new URL('../../../src/data-map/maps/', import.meta.url);

await mkdir(maps, { recursive: true });
for (const name of builtInMaps) {
  const file = new URL(`${name}.yaml`, sources);
  const source = await readFile(file, 'utf8');
  await writeFile(new URL(`${name}.json`, maps), JSON.stringify(await parseMap(source, file.pathname)));
  // The YAML goes along as an example to start from.
  await writeFile(new URL(`${name}.yaml`, maps), source);
}
const schema = z.toJSONSchema(dataMapSchema, { io: 'input' });
await writeFile(
  new URL('data-map.schema.json', maps),
  `${JSON.stringify({ title: 'belbo-erase data map', ...schema }, null, 2)}\n`,
);
