/*
 * Cyrillic letters as German offices write them (Duden; passports use ICAO Doc 9303, English forms): the spellings differ
 * in sch/sh, tsch/ch, schtsch/shch, w/v, j/y, which `soundOf` brings together.
 */

const cyrillic: Readonly<Record<string, string>> = {
  а: 'a',
  б: 'b',
  в: 'w',
  г: 'g',
  ґ: 'g',
  д: 'd',
  е: 'e',
  є: 'je',
  ё: 'jo',
  ж: 'sch',
  з: 's',
  и: 'i',
  і: 'i',
  ї: 'ji',
  й: 'j',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'ch',
  ц: 'z',
  ч: 'tsch',
  ш: 'sch',
  щ: 'schtsch',
  ъ: '',
  ы: 'y',
  ь: '',
  э: 'e',
  ю: 'ju',
  я: 'ja',
  ђ: 'dj',
  ј: 'j',
  љ: 'lj',
  њ: 'nj',
  ћ: 'c',
  џ: 'dz',
};

const anyCyrillic = /[\u0400-\u04ff]/;

/** A folded name with its Cyrillic letters in Latin ones: `щербаков` gives `schtscherbakow`. */
export function transliterate(folded: string): string {
  if (!anyCyrillic.test(folded)) return folded;
  return folded.replace(/[\u0400-\u04ff]/g, (letter) => cyrillic[letter] ?? letter);
}

/** What is written in several ways when a Slavic or Turkish name is put into Latin letters, longest first. */
const sounds: readonly (readonly [RegExp, string])[] = [
  [/schtsch|shch|szcz|stsch/g, 'sh'],
  [/tsch|tch|cz|ch/g, 'c'],
  [/sch|sh|sz|zh|rz/g, 's'],
  [/kh/g, 'c'],
  [/ph/g, 'f'],
  [/th/g, 't'],
  [/ts|tz|z/g, 's'],
  [/ck|q/g, 'k'],
  [/x/g, 'ks'],
  [/[wv]/g, 'v'],
  [/ij|iy|yj|j|y/g, 'i'],
  [/i{2,}/g, 'i'],
  [/(.)\1+/g, '$1'],
];

/** Without any of these none of the rules has anything to do. */
const anySound = /[chjqvwxyz]|ts|(.)\1/;

/**
 * A folded name by its sound, for names from other alphabets: `schtscherbakow`, `shcherbakov` and `szczerbakow` come out
 * equal, and so do `yildiz` and `jildis`.
 */
export function soundOf(folded: string): string {
  return anySound.test(folded)
    ? sounds.reduce((text, [pattern, letter]) => text.replace(pattern, letter), folded)
    : folded;
}
