/** What goes before a number that JavaScript would spell otherwise, such as one of twenty digits, while it travels as a text. */
const mark = '\u0000number:';

const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/gs;

/**
 * Reads JSON so that `writeJson` writes every number as it was. Such numbers come as texts: see `editTexts`.
 * @throws SyntaxError
 */
export function parseJson(text: string): unknown {
  return JSON.parse(
    text.replace(tokens, (token) =>
      token.startsWith('"') || JSON.stringify(Number(token)) === token ? token : JSON.stringify(mark + token),
    ),
  );
}

/** Whether a text is a JSON object or array. */
export function isJsonDocument(text: string): boolean {
  if (!/^\s*[{[]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Writes what `parseJson` read. */
export function writeJson(root: unknown): string {
  return JSON.stringify(root).replace(/"\\u0000number:([-+.\deE]+)"/g, '$1');
}

/** The value with every text and number in it, however deep, as `edit` leaves it; a number that is edited becomes a text. */
export function editTexts(value: unknown, edit: (text: string) => string): unknown {
  if (typeof value === 'string' || typeof value === 'number') {
    const text = String(value).replace(mark, '');
    const edited = edit(text);
    return edited === text ? value : edited;
  }
  if (Array.isArray(value)) return value.map((each) => editTexts(each, edit));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, editTexts(each, edit)]));
}
