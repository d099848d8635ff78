/** A value in a JSON text, and where it stands. */
interface JsonValue {
  readonly start: number;
  readonly end: number;
  /** Of an object or array; the members of an array have no name. */
  readonly members: readonly JsonMember[];
}

interface JsonMember {
  readonly name: string | null;
  /** Where its name begins; in an array, its value. */
  readonly start: number;
  readonly value: JsonValue;
}

/** What takes the place of a stretch of the text. */
interface JsonEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What happens to the value at a path: set to null, taken out, or each text and number in it, however deep, edited. */
export type JsonChange = 'remove' | null | ((text: string) => string);

const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|[-+.\w]+|[{}[\],:]/gs;

/** @throws SyntaxError */
function readJson(text: string): JsonValue {
  // That it is JSON is for the engine to say; then its tokens are easily told.
  JSON.parse(text);
  const found = text.matchAll(tokens);
  const next = (): { at: number; token: string } => {
    const match = found.next();
    return match.done === true ? { at: text.length, token: ']' } : { at: match.value.index, token: match.value[0] };
  };
  const read = ({ at: start, token: open }: { at: number; token: string }): JsonValue => {
    if (open !== '{' && open !== '[') return { start, end: start + open.length, members: [] };
    const members: JsonMember[] = [];
    for (;;) {
      const { at, token } = next();
      if (token === '}' || token === ']') return { start, end: at + 1, members };
      if (token === ',') continue;
      if (open === '[') members.push({ name: null, start: at, value: read({ at, token }) });
      else {
        next();
        members.push({ name: String(JSON.parse(token)), start: at, value: read(next()) });
      }
    }
  };
  return read(next());
}

function apply(text: string, edits: readonly JsonEdit[]): string {
  let result = '';
  let from = 0;
  for (const edit of edits) {
    result += text.slice(from, edit.start) + edit.text;
    from = edit.end;
  }
  return result + text.slice(from);
}

/** A string as the rest of the text writes them: PHP escapes what is not ASCII, and slashes; a column may hold no other. */
function writeString(value: string, like: string): string {
  const quoted = JSON.stringify(value);
  const slashed = like.includes('\\/') ? quoted.replaceAll('/', '\\/') : quoted;
  if (!/\\u[0-9a-f]{4}/i.test(like) || /[^\0-\x7f]/.test(like)) return slashed;
  return slashed.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function editsIn(text: string, value: JsonValue, edit: (text: string) => string): JsonEdit[] {
  if (value.members.length > 0) return value.members.flatMap((member) => editsIn(text, member.value, edit));
  const raw = text.slice(value.start, value.end);
  if (!/^["\-\d]/.test(raw)) return [];
  const plain = raw.startsWith('"') ? String(JSON.parse(raw)) : raw;
  const edited = edit(plain);
  return edited === plain ? [] : [{ start: value.start, end: value.end, text: writeString(edited, text) }];
}

/** Objects on the way to the last step of a path; arrays are walked through. */
function parentsAt(value: JsonValue, steps: readonly string[]): JsonValue[] {
  const [step, ...rest] = steps;
  const inside = value.members.filter(({ name }) => name === null || name === step);
  const own = step === undefined && value.members.some(({ name }) => name !== null) ? [value] : [];
  return [...own, ...inside.flatMap((member) => parentsAt(member.value, member.name === null ? steps : rest))];
}

function changesAt(text: string, parent: JsonValue, last: string, change: JsonChange): JsonEdit[] {
  const { members } = parent;
  if (change === 'remove') {
    const index = members.findIndex(({ name }) => name === last);
    const member = members[index];
    if (member === undefined) return [];
    const following = members[index + 1];
    // One comma goes along: the one behind, or that before the last.
    const start = following === undefined ? (members[index - 1]?.value.end ?? member.start) : member.start;
    return [{ start, end: following?.start ?? member.value.end, text: '' }];
  }
  const named = members.filter(({ name }) => name === last).map(({ value }) => value);
  if (change !== null) return named.flatMap((value) => editsIn(text, value, change));
  return named.map(({ start, end }) => ({ start, end, text: 'null' }));
}

/**
 * Changes what stands at a path such as `$.customer.name`; arrays on the way are walked through. All the rest of the text stays as it
 * was, unit for unit: escapes, spaces, and numbers of more digits than JavaScript has.
 * @throws SyntaxError for what is no JSON
 */
export function changeAtPath(text: string, path: string, change: JsonChange): string {
  const steps = path.replace(/^\$\.?/, '').split('.');
  const last = steps.pop() ?? '';
  const edits = parentsAt(readJson(text), steps).flatMap((parent) => changesAt(text, parent, last, change));
  const changed = apply(text, edits);
  // An object may have the same name twice.
  return change === 'remove' && edits.length > 0 ? changeAtPath(changed, path, change) : changed;
}

/** Edits every text and number of a JSON text; a number that is edited becomes a text. */
export function editTexts(text: string, edit: (text: string) => string): string {
  return apply(text, editsIn(text, readJson(text), edit));
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
