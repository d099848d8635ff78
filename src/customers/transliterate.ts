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

const doubled = 1 << 26;

/**
 * What is written in several ways when a Slavic or Turkish name is put into Latin letters, longest first; and the letters without all
 * of which, of one of several, it does not occur.
 */
const sounds: readonly { readonly pattern: RegExp; readonly letter: string; readonly needed: readonly number[] }[] = [
  { pattern: /schtsch|shch|szcz|stsch/g, letter: 'sh', needed: [lettersOf('sc')] },
  { pattern: /tsch|tch|cz|ch/g, letter: 'c', needed: [lettersOf('c')] },
  { pattern: /sch|sh|sz|zh|rz/g, letter: 's', needed: [lettersOf('h'), lettersOf('z')] },
  { pattern: /kh/g, letter: 'c', needed: [lettersOf('kh')] },
  { pattern: /ph/g, letter: 'f', needed: [lettersOf('ph')] },
  { pattern: /th/g, letter: 't', needed: [lettersOf('th')] },
  { pattern: /ts|tz|z/g, letter: 's', needed: [lettersOf('z'), lettersOf('ts')] },
  { pattern: /ck|q/g, letter: 'k', needed: [lettersOf('ck'), lettersOf('q')] },
  { pattern: /x/g, letter: 'ks', needed: [lettersOf('x')] },
  { pattern: /[wv]/g, letter: 'v', needed: [lettersOf('w')] },
  { pattern: /ij|iy|yj|j|y/g, letter: 'i', needed: [lettersOf('j'), lettersOf('y')] },
  { pattern: /(.)\1+/g, letter: '$1', needed: [doubled] },
];

/** One bit for each of the letters a to z in a text, and one when a sign stands there twice in a row. */
function lettersOf(text: string): number {
  let letters = 0;
  let before = -1;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charCodeAt(at) - 0x61;
    if (letter >= 0 && letter < 26) letters |= 1 << letter;
    if (letter === before) letters |= doubled;
    before = letter;
  }
  return letters;
}

/** Whether all letters of one of these are there. */
function hasOneOf(letters: number, needed: readonly number[]): boolean {
  for (const each of needed) if ((letters & each) === each) return true;
  return false;
}

/**
 * A folded name by its sound, for names from other alphabets: `schtscherbakow`, `shcherbakov` and `szczerbakow` come out
 * equal, and so do `yildiz` and `jildis`.
 */
export function soundOf(folded: string): string {
  let sound = folded;
  let letters = lettersOf(sound);
  for (const { pattern, letter, needed } of sounds) {
    if (!hasOneOf(letters, needed)) continue;
    sound = sound.replace(pattern, letter);
    letters = lettersOf(sound);
  }
  return sound;
}
