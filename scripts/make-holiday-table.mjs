/*
 * Writes src/requests/holiday-table.ts from the date-holidays library: `node scripts/make-holiday-table.mjs`. The library
 * itself is too slow to load for a command that people and cron call all day (12 MB, 0.2 s), and the days are few. A test compares
 * the table with the library, day by day.
 */
import { writeFile } from 'node:fs/promises';
import Holidays from 'date-holidays';
import { format, resolveConfig } from 'prettier';

const [first, last] = [2020, 2040];
const years = Array.from({ length: last - first + 1 }, (_, index) => first + index);
const target = new URL('../src/requests/holiday-table.ts', import.meta.url);

const day = (text) => Math.round(Date.parse(`${text}T00:00:00Z`) / 86_400_000);

/** Easter Sundays, from the library as well. */
const easter = new Map(
  years.map((year) => {
    const good = new Holidays('DE').getHolidays(year, 'de').find((each) => each.rule === 'easter -2');
    return [year, day(good.date.slice(0, 10)) + 2];
  }),
);

/** Public holidays of a place: English name to its German one and its days. Days that are always Sundays move nothing. */
function holidaysOf(country, state, region) {
  const place = new Holidays(country, state, region);
  const found = new Map();
  for (const year of years) {
    const german = new Map(place.getHolidays(year, 'de').map((each) => [`${each.rule} ${each.date}`, each.name]));
    for (const each of place.getHolidays(year, 'en')) {
      // Half days (Solothurn: 1 May from noon) are working days.
      if (each.type !== 'public' || each.end - each.start < 20 * 3_600_000) continue;
      const de = german.get(`${each.rule} ${each.date}`);
      const known = found.get(each.name) ?? { de, en: each.name, days: [] };
      known.days.push(each.date.slice(0, 10));
      found.set(each.name, known);
    }
  }
  return [...found.values()].filter(({ days }) => days.some((each) => new Date(each).getUTCDay() !== 0));
}

/** The shortest way to say the days: a date, a distance from Easter (both with the first year where it is a later one), or one by one. */
function ruleOf(days) {
  const from = Number(days[0].slice(0, 4));
  const since = from === first ? '' : `@${String(from)}`;
  const whole = days.length === last - from + 1;
  if (whole && days.every((each) => each.slice(5) === days[0].slice(5))) return `${days[0].slice(5)}${since}`;
  const offsets = new Set(days.map((each) => day(each) - easter.get(Number(each.slice(0, 4)))));
  if (whole && offsets.size === 1) return `+${String([...offsets][0])}${since}`.replace('+-', '-');
  return days.join(' ');
}

/*
 * Days that the library gives to a whole canton although only some of its districts or communities keep them (Aargau, Fribourg,
 * Solothurn, Corpus Christi in Le Landeron, St Maurice not in Oberegg), or that are no holidays by law there. Where there was
 * doubt the day was left out: a deadline told too early harms nobody.
 */
const notOfTheWholeCanton = {
  'CH-AG': ['01-02', '+1', '05-01', '+50', '+60', '08-15', '11-01', '12-08', '12-26'],
  'CH-AI': ['09-22'],
  'CH-FR': ['+60', '08-15', '11-01', '12-08'],
  'CH-GL': ['12-24', '12-31'],
  'CH-NE': ['+1', '+50', '+60'],
  'CH-SO': ['03-19', '+60', '08-15', '11-01'],
  'CH-VS': ['+50'],
};

const holidays = [];
const places = {};
const indexOf = ({ de, en, days }) => {
  const entry = [ruleOf(days), de, en];
  const at = holidays.findIndex((each) => each.join('|') === entry.join('|'));
  return at === -1 ? holidays.push(entry) - 1 : at;
};

const library = new Holidays();
for (const country of ['DE', 'AT', 'CH']) {
  const states = Object.keys(library.getStates(country));
  const ofCountry = [];
  for (const state of states) {
    const left = notOfTheWholeCanton[`${country}-${state}`] ?? [];
    const own = holidaysOf(country, state)
      .filter(({ days }) => !left.includes(ruleOf(days)))
      .map(indexOf);
    places[`${country}-${state}`] = own;
    ofCountry.push(own);
    for (const region of Object.keys(library.getRegions(country, state) ?? {}))
      places[`${country}-${state}-${region}`] = holidaysOf(country, state, region).map(indexOf);
  }
  // Where no state is named only what is a holiday in all of them counts: a deadline must never be told too late.
  places[country] = ofCountry[0].filter((each) => ofCountry.every((own) => own.includes(each)));
}

const sorted = Object.fromEntries(
  Object.entries(places)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([place, own]) => [place, own.sort((a, b) => a - b).join(' ')]),
);
const source = `/*
 * Public holidays of Germany, Austria and Switzerland, ${String(first)} to ${String(last)}. Made by scripts/make-holiday-table.mjs from the library
 * date-holidays (ISC, data CC BY-SA 3.0 from Wikipedia); do not edit. Days that are always Sundays are left out.
 */

/** Rule, German and English name. A rule is a date \`MM-DD\`, days from Easter Sunday \`+39\`, either with a first year \`@2023\`, or single days. */
export const holidays: readonly (readonly [rule: string, de: string, en: string])[] = ${JSON.stringify(holidays)};

/** Indexes of \`holidays\` by country, country and state (canton), and region within it. */
export const holidaysByPlace: Readonly<Record<string, string>> = ${JSON.stringify(sorted)};
`;
const options = await resolveConfig(target.pathname);
await writeFile(target, await format(source, { ...options, parser: 'typescript' }));
