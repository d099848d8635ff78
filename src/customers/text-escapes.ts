/** A text with its escapes resolved, and where each unit of it stood. */
export interface DecodedText {
  readonly text: string;
  /** Position in the original of the unit at `index` (also of the end, at `text.length`). */
  readonly at: (index: number) => number;
  /** Whether `\n`, `\t` or alike stood before a letter: JSON's line break, or a plain backslash and a word. */
  readonly ambiguous: boolean;
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  quot: '"',
  apos: "'",
  lt: '<',
  gt: '>',
  nbsp: '\u00a0',
  shy: '\u00ad',
  commat: '@',
  period: '.',
  plus: '+',
  auml: 'ä',
  ouml: 'ö',
  uuml: 'ü',
  Auml: 'Ä',
  Ouml: 'Ö',
  Uuml: 'Ü',
  szlig: 'ß',
  aring: 'å',
  Aring: 'Å',
  aelig: 'æ',
  AElig: 'Æ',
  oslash: 'ø',
  Oslash: 'Ø',
  aacute: 'á',
  agrave: 'à',
  acirc: 'â',
  atilde: 'ã',
  eacute: 'é',
  egrave: 'è',
  ecirc: 'ê',
  euml: 'ë',
  Eacute: 'É',
  Egrave: 'È',
  iacute: 'í',
  igrave: 'ì',
  icirc: 'î',
  iuml: 'ï',
  oacute: 'ó',
  ograve: 'ò',
  ocirc: 'ô',
  otilde: 'õ',
  uacute: 'ú',
  ugrave: 'ù',
  ucirc: 'û',
  ccedil: 'ç',
  Ccedil: 'Ç',
  ntilde: 'ñ',
  yacute: 'ý',
  thorn: 'þ',
  THORN: 'Þ',
  eth: 'ð',
  scaron: 'š',
  Scaron: 'Š',
  oelig: 'œ',
};

const charEscapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', '/': '/' };

// Bounded everywhere, so that a megabyte of backslashes stays linear. Percent escapes: ASCII that encoders do escape, and
// UTF-8 of two and three bytes.
const escapes =
  /\\{1,8}(?:u[0-9a-f]{4}|[nrtbf/])|%(?:2[0-9a-f]|3[a-f]|40|5[b-f]|60|7[b-e]|0[9ad])|%[cd][0-9a-f]%[89ab][0-9a-f]|%e[0-9a-f]%[89ab][0-9a-f]%[89ab][0-9a-f]|&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8});/gi;

function fromCode(code: number): string | null {
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : null;
}

function resolve(escape: string): string | null {
  switch (escape[0]) {
    case '\\': {
      const body = escape.replace(/^\\+/, '');
      return /^u./i.test(body) ? String.fromCharCode(Number.parseInt(body.slice(1), 16)) : (charEscapes[body] ?? null);
    }
    case '%':
      try {
        return decodeURIComponent(escape);
      } catch {
        return null;
      }
    default: {
      const body = escape.slice(1, -1);
      if (body.startsWith('#')) {
        return fromCode(/^#x/i.test(body) ? Number.parseInt(body.slice(2), 16) : Number.parseInt(body.slice(1), 10));
      }
      return entities[body] ?? entities[body.toLowerCase()] ?? null;
    }
  }
}

/** The text of `decodeText` without the positions: several times as fast, for the quick test. */
export function decodeOnly(text: string): Omit<DecodedText, 'at'> {
  let ambiguous = false;
  const decoded = text.replace(escapes, (escape) => {
    ambiguous ||= isLineEscape(escape);
    return resolve(escape) ?? escape;
  });
  return { text: decoded, ambiguous };
}

function isLineEscape(escape: string): boolean {
  return escape.startsWith('\\') && /[nrtbf]$/.test(escape) && !/u[0-9a-f]{4}$/i.test(escape);
}

/**
 * Resolves what JSON (`\u00fc`, `\/`), URLs (`%40`, `%C3%BC`) and HTML (`&#64;`, `&uuml;`) put in place of a character, so that
 * an address or a name in a stored request or e-mail is found like one in plain text.
 */
export function decodeText(text: string): DecodedText {
  const escaped = text.includes('\\') || text.includes('%') || text.includes('&');
  if (!escaped || decodeOnly(text).text === text) return { text, at: (index) => index, ambiguous: false };
  const positions = new Int32Array(text.length + 1);
  let decoded = '';
  let from = 0;
  let length = 0;
  let ambiguous = false;
  const copy = (to: number): void => {
    decoded += text.slice(from, to);
    for (let index = from; index < to; index += 1) positions[length++] = index;
    from = to;
  };
  escapes.lastIndex = 0;
  for (let match = escapes.exec(text); match !== null; match = escapes.exec(text)) {
    const unit = resolve(match[0]);
    if (unit === null) continue;
    copy(match.index);
    ambiguous ||= isLineEscape(match[0]);
    decoded += unit;
    for (let index = 0; index < unit.length; index += 1) positions[length++] = match.index;
    from = match.index + match[0].length;
  }
  copy(text.length);
  positions[length] = text.length;
  return { text: decoded, at: (index) => positions[index] ?? text.length, ambiguous };
}

function isHex(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x66);
}

/** Whether the mark at `index` may begin an escape that `decodeText` resolves. */
export function mayEscape(text: string, index: number): boolean {
  const next = text.charCodeAt(index + 1);
  switch (text.charCodeAt(index)) {
    case 0x5c:
      return 'unrtbfUNRTBF'.includes(String.fromCharCode(next));
    case 0x25:
      return isHex(next) && isHex(text.charCodeAt(index + 2));
    case 0x26:
      return next === 0x23 || ((next | 0x20) >= 0x61 && (next | 0x20) <= 0x7a);
    default:
      return false;
  }
}
