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

/**
 * What is written in several ways when a Slavic or Turkish name is put into Latin letters, longest first; and the letters without all
 * of which, of one of several, it does not occur.
 */
const sounds: readonly (readonly [RegExp, string, readonly number[]])[] = [
  [/schtsch|shch|szcz|stsch/g, 'sh', [lettersOf('sc')]],
  [/tsch|tch|cz|ch/g, 'c', [lettersOf('c')]],
  [/sch|sh|sz|zh|rz/g, 's', [lettersOf('h'), lettersOf('z')]],
  [/kh/g, 'c', [lettersOf('kh')]],
  [/ph/g, 'f', [lettersOf('ph')]],
  [/th/g, 't', [lettersOf('th')]],
  [/ts|tz|z/g, 's', [lettersOf('z'), lettersOf('ts')]],
  [/ck|q/g, 'k', [lettersOf('ck'), lettersOf('q')]],
  [/x/g, 'ks', [lettersOf('x')]],
  [/[wv]/g, 'v', [lettersOf('w')]],
  [/ij|iy|yj|j|y/g, 'i', [lettersOf('j'), lettersOf('y')]],
  [/(.)\1+/g, '$1', [0]],
];

/** One bit for each of the letters a to z in a text. */
function lettersOf(text: string): number {
  let letters = 0;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charCodeAt(at) - 0x61;
    if (letter >= 0 && letter < 26) letters |= 1 << letter;
  }
  return letters;
}

/**
 * A folded name by its sound, for names from other alphabets: `schtscherbakow`, `shcherbakov` and `szczerbakow` come out
 * equal, and so do `yildiz` and `jildis`.
 */
export function soundOf(folded: string): string {
  let sound = folded;
  let letters = lettersOf(sound);
  for (const [pattern, letter, needed] of sounds) {
    if (!needed.some((each) => (letters & each) === each)) continue;
    sound = sound.replace(pattern, letter);
    letters = lettersOf(sound);
  }
  return sound;
}
