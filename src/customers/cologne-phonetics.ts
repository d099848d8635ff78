/*
 * Kölner Phonetik (Hans Joachim Postel, "Die Kölner Phonetik", IBM-Nachrichten 19, 1969): German words that sound alike get
 * the same digits. Meier, Maier and Mayr give 67. Written here because it is one table and one rule for C and X, and the
 * packages that have it differ in the leading zero.
 */

const vowel = '0';
const silent = '-';

const fixed: Readonly<Record<string, string>> = {
  a: vowel,
  e: vowel,
  i: vowel,
  j: vowel,
  o: vowel,
  u: vowel,
  y: vowel,
  h: silent,
  b: '1',
  f: '3',
  v: '3',
  w: '3',
  g: '4',
  k: '4',
  q: '4',
  l: '5',
  m: '6',
  n: '6',
  r: '7',
  s: '8',
  z: '8',
};

/** C at the beginning is hard before these letters, elsewhere before the second row. */
const hardAtStart = 'ahkloqrux';
const hardInside = 'ahkoqux';

function digitOf(letter: string, before: string, after: string): string {
  switch (letter) {
    case 'p':
      return after === 'h' ? '3' : '1';
    case 'd':
    case 't':
      return after !== '' && 'csz'.includes(after) ? '8' : '2';
    case 'x':
      return before !== '' && 'ckq'.includes(before) ? '8' : '48';
    case 'c': {
      if (before === '') return after !== '' && hardAtStart.includes(after) ? '4' : '8';
      if (before === 's' || before === 'z') return '8';
      return after !== '' && hardInside.includes(after) ? '4' : '8';
    }
    default:
      return fixed[letter] ?? '';
  }
}

/** The code of one folded word (`foldName`); letters other than a to z do not count. Empty for a word without any. */
export function colognePhonetics(word: string): string {
  let code = '';
  let last = '';
  let before = '';
  let letter = word.charAt(0);
  for (let at = 0; at < word.length; at += 1) {
    const after = word.charAt(at + 1);
    const digits = digitOf(letter, before, after);
    for (let place = 0; place < digits.length; place += 1) {
      const digit = digits.charAt(place);
      if (digit === silent) continue;
      // Equal digits in a row count once, a silent h stands between none. Vowels count at the beginning only.
      if (digit !== last && (digit !== vowel || code === '')) code += digit;
      last = digit;
    }
    before = letter;
    letter = after;
  }
  return code;
}
