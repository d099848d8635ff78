import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { builtInMaps } from '../../src/data-map/load-map.js';
import { dataMapSchema } from '../../src/data-map/schema.js';
import { builtInMap } from '../erasure/calendar.js';

// What `npm run build` has made, as the package ships it; `npm test` builds first.
const shipped = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../dist/src/data-map/maps/${name}`, import.meta.url), 'utf8'));

it('the JSON Schema that is shipped is that of the format', () => {
  expect(shipped('data-map.schema.json')).toEqual({
    title: 'belbo-erase data map',
    ...z.toJSONSchema(dataMapSchema, { io: 'input' }),
  });
});

it.each(builtInMaps)('the map that is shipped (%s) is that of its YAML', async (name) => {
  expect(shipped(`${name}.json`)).toEqual(JSON.parse(JSON.stringify(await builtInMap(name))));
});
