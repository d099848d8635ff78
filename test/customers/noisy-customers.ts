import { createRandom, type Random } from '../../fixtures/belbo/random.js';
import type { BenchCustomer } from '../bench/match-database.js';

/* Customers of few names, days, contacts and addresses, written with slips: most of any two have something in common. */

const given = [
  'Anna',
  'Hans-Peter',
  'Katharina',
  'Kathi',
  'Lena',
  'Lea',
  'Johannes',
  'Hans',
  'Anna Maria',
  'Maria Anna',
  'Aleksej',
  'Xenia',
  'Ümit',
  'Bo',
  'P.',
];
const family = [
  'Müller',
  'Mueller-Lüdenscheidt',
  'Meier',
  'Mayer',
  'Schmidt',
  'Schtscherbakow',
  'Szczerbakow',
  'von Roth',
  'Anna',
  'Hans',
  'Özdemir',
  'Ng',
  'Przybylski',
];
const streets = [
  'Hauptstraße',
  'Haupt-Str.',
  'Haubtstraße',
  'Am Alten Markt',
  'Gartenweg',
  'Albert-Schweitzer-Straße',
  '-',
];
const places = [
  ['10115', 'Berlin'],
  ['10119', 'Berlin'],
  ['80331', 'München'],
  ['80313', 'Munchen'],
  ['', 'Frankfurt (Oder)'],
  ['60311', ''],
] as const;
const phones = [
  '0171 3920058',
  '+49 171 3920085',
  '030 3920058',
  '0171/3920058, 030 1234567',
  '0660 1234567',
  '030 5550100',
];
const emails = [
  'anna.mueller@web.example',
  'a.mueller@web.example',
  'kathi87@mail.example',
  'kathi78@mail.exmaple',
  'info@salon.example',
];

/** A slip of the finger, now and then. */
function slip(random: Random, text: string, often: number): string {
  if (text.length < 2 || !random.chance(often)) return text;
  const at = random.int(text.length - 1);
  const [before, letter, next, rest] = [text.slice(0, at), text.charAt(at), text.charAt(at + 1), text.slice(at + 2)];
  return random.pick([
    before + next + rest,
    before + next + letter + rest,
    `${before}${letter}${letter}${next}${rest}`,
    `${before}x${next}${rest}`,
  ]);
}

/** So many customers; every field is missing now and then. */
export function noisyCustomers(size: number, seed: number): BenchCustomer[] {
  const random = createRandom(seed);
  const cell = (list: readonly string[], often = 0.25): string =>
    random.chance(0.2) ? '' : slip(random, random.pickSkewed(list), often);
  const pad = (value: number): string => String(value).padStart(2, '0');
  return Array.from({ length: size }, (_, at) => {
    const [postalCode, city] = random.pick(places);
    const date = `${String(1950 + random.int(50))}-${pad(1 + random.int(12))}-${pad(1 + random.int(4) * 7)}`;
    return {
      id: String(at + 1),
      cluster: '',
      given: cell(given),
      family: cell(family),
      birthName: random.chance(0.7) ? '' : cell(family),
      birthDate: random.chance(0.25) ? '' : date,
      email: cell(emails, 0.4),
      phone: cell(phones, 0.2),
      mobile: cell(phones, 0.4),
      street: cell(streets),
      street2: random.chance(0.8) ? '' : cell(streets),
      houseNumber: random.chance(0.3) ? '' : random.pick(['5', '5 a', '12', '-']),
      postalCode: slip(random, postalCode, 0.2),
      city: slip(random, city, 0.2),
    };
  });
}
