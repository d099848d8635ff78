import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { createRandom, type Random } from '../../fixtures/belbo/random.js';
import type { BenchCustomer } from './match-database.js';
import { readLabelledSets } from './match-sets.js';

/** Names by how often they are borne. */
function weighted(path: string, name: number, count: number): (random: Random) => string {
  const lines = gunzipSync(readFileSync(path)).toString('utf8').trim().split('\n').slice(1);
  const names: string[] = [];
  const sums: number[] = [];
  let sum = 0;
  for (const line of lines) {
    const cells = line.trim().split(',');
    sum += Number(cells[count]);
    names.push(cells[name] ?? '');
    sums.push(sum);
  }
  return (random) => {
    const wanted = random.next() * sum;
    let [low, high] = [0, sums.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] ?? 0) < wanted) low = middle + 1;
      else high = middle;
    }
    return names[low] ?? '';
  };
}

type Field = 'given' | 'family' | 'birthDate' | 'street' | 'houseNumber' | 'postalCode' | 'city';
const fields: readonly Field[] = ['given', 'family', 'birthDate', 'street', 'houseNumber', 'postalCode', 'city'];

/** One to three letters of a text replaced, left out or swapped. */
function garble(random: Random, text: string): string {
  let garbled = text;
  const slips = 1 + random.int(2);
  for (let slip = 0; slip < slips && garbled.length > 2; slip += 1) {
    const at = random.int(garbled.length - 1);
    const [before, letter, rest] = [garbled.slice(0, at), garbled.charAt(at), garbled.slice(at + 1)];
    const digit = /\d/.test(letter);
    garbled = random.pick([
      before + rest,
      before + (digit ? String(random.int(10)) : random.pick('enisratdhulcg'.split(''))) + rest,
      before + rest.charAt(0) + letter + rest.slice(1),
    ]);
  }
  return garbled;
}

/**
 * Any number of German persons in the manner of gecko_de_25k: its streets and places, names by the frequency lists beside it, one
 * person in five entered two or three times, with slips, gaps, swapped names and moves.
 */
export function* inventGermans(folder: string, size: number, seed: number): Generator<BenchCustomer> {
  const random = createRandom(seed);
  const given = weighted(join(folder, 'de_forenames_by_decade.csv.gz'), 0, 3);
  const family = weighted(join(folder, 'de_surnames_freq.csv.gz'), 0, 1);
  const pattern = readLabelledSets(folder).find(({ name }) => name === 'gecko_de_25k')?.customers ?? [];
  const some = (): BenchCustomer => random.pick(pattern);
  const address = (): Partial<BenchCustomer> => {
    const { postalCode = '', city = '' } = some();
    return { street: some().street ?? '', houseNumber: String(1 + random.int(120)), postalCode, city };
  };
  const pad = (value: number): string => String(value).padStart(2, '0');
  let id = 0;
  for (let person = 0; id < size; person += 1) {
    const cluster = `p${String(person)}`;
    const original = {
      given: given(random),
      family: family(random),
      birthDate: `${String(1930 + random.int(80))}-${pad(1 + random.int(12))}-${pad(1 + random.int(28))}`,
      ...address(),
    };
    yield { id: String((id += 1)), cluster, ...original };
    const copies = random.chance(0.2) ? 1 + Number(random.chance(0.3)) : 0;
    for (let copy = 0; copy < copies && id < size; copy += 1) {
      const second: Record<string, string> = { ...original, ...(random.chance(0.15) ? address() : {}) };
      for (const field of fields) {
        if (random.chance(0.12)) second[field] = garble(random, second[field] ?? '');
        else if (random.chance(0.05)) second[field] = '';
      }
      if (random.chance(0.04)) [second['given'], second['family']] = [second['family'] ?? '', second['given'] ?? ''];
      yield { id: String((id += 1)), cluster, ...second };
    }
  }
}
