import type { Hit, Span } from './find-in-text.js';

export interface RedactOptions {
  /** What stands in place of a mention where there is room. */
  readonly replacement?: string;
  /** Most characters (code points, as databases count them) the result may have; shorter signs are used to fit. */
  readonly maxLength?: number;
  /** Whether the signs must be ASCII: a database refuses a letter that the column's character set does not have. */
  readonly ascii?: boolean;
}

const usual = '[gelöscht]';
// From the most telling to the one that always fits, as every mention has at least one character. Never empty: words on
// both sides would become neighbours and might read as another name.
const shorter = ['[…]', '…', '*'];
const asciiSigns = ['[***]', '*'];

function length(text: string): number {
  let count = 0;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    // The second half of a pair belongs to the character before.
    const low = unit >= 0xdc00 && unit <= 0xdfff;
    const high = index > 0 && text.charCodeAt(index - 1) >= 0xd800 && text.charCodeAt(index - 1) <= 0xdbff;
    if (!(low && high)) count += 1;
  }
  return count;
}

/** Overlapping and nested spans (of several subjects) as one. */
function merge(spans: readonly Span[]): Span[] {
  const merged: { start: number; end: number }[] = [];
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const last = merged.at(-1);
    if (last !== undefined && start < last.end) last.end = Math.max(last.end, end);
    else merged.push({ start, end });
  }
  return merged;
}

function replace(text: string, spans: readonly Span[], by: (span: Span) => string): string {
  let result = '';
  let from = 0;
  for (const span of spans) {
    result += text.slice(from, span.start) + by(span);
    from = span.end;
  }
  return result + text.slice(from);
}

function isJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Spans that stand outside of JSON strings (a number stored as a number), widened to the whole number. */
function bareNumbers(json: string, spans: readonly Span[]): ReadonlyMap<Span, Span> {
  const bare = new Map<Span, Span>();
  let inString = false;
  let at = 0;
  for (const span of spans) {
    for (; at < span.start; at += 1) {
      if (json[at] === '\\') at += 1;
      else if (json[at] === '"') inString = !inString;
    }
    if (inString) continue;
    let { start, end } = span;
    while (/[-+.\w]/.test(json.charAt(start - 1))) start -= 1;
    while (/[-+.\w]/.test(json.charAt(end))) end += 1;
    bare.set(span, { start, end });
  }
  return bare;
}

function shortestFit(
  text: string,
  spans: readonly Span[],
  options: RedactOptions,
  by: (sign: string) => (span: Span) => string,
): string {
  const { replacement = usual, maxLength = Infinity } = options;
  const wide = [replacement, ...shorter.filter((sign) => sign.length < replacement.length)];
  const signs = options.ascii === true ? asciiSigns : wide;
  const last = signs.at(-1) ?? replacement;
  for (const sign of signs) {
    const result = replace(text, spans, by(sign));
    if (sign === last || length(result) <= maxLength) return result;
  }
  return text;
}

/**
 * Replaces what the hits found; everything else stays as it was, unit for unit. JSON stays JSON: a name that spans two
 * values is replaced in each of them, a number outside of quotes becomes null.
 */
export function redactMentions(text: string, hits: readonly Hit[], options: RedactOptions = {}): string {
  const spans = merge(hits.flatMap((hit) => hit.parts ?? [hit]));
  if (spans.length === 0) return text;
  if (!isJson(text)) return shortestFit(text, spans, options, (sign) => () => sign);
  const bare = bareNumbers(text, spans);
  const widened = new Map(spans.map((span) => [bare.get(span) ?? span, bare.has(span)]));
  const quoted = { ...options, replacement: JSON.stringify(options.replacement ?? usual).slice(1, -1) };
  return shortestFit(
    text,
    [...widened.keys()],
    quoted,
    (sign) => (span) => (widened.get(span) === true ? 'null' : sign),
  );
}
