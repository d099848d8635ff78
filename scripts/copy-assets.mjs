// Copies what tsc leaves behind but the program reads at run time: the demo's SQL and the built-in data maps.
import { cp, stat } from 'node:fs/promises';
import { existsSync } from 'node:fs';

const assets = /\.(sql|yaml|json)$/;

for (const folder of ['fixtures', 'src/data-map/maps']) {
  if (!existsSync(folder)) continue;
  await cp(folder, `dist/${folder}`, {
    recursive: true,
    filter: async (source) => (await stat(source)).isDirectory() || assets.test(source),
  });
}
