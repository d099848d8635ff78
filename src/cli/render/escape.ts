/*
 * Data may hold escape sequences, and characters that turn the direction of writing around: on a terminal they could hide or
 * fake text. Everything that is not to be seen is shown as its code.
 */
// eslint-disable-next-line no-control-regex -- control characters are what this is about
const invisible = /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Text that is safe to write to a terminal, on one line. */
export function escapeText(text: string): string {
  return text.replace(invisible, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** JSON as it is, with the invisible characters that JSON lets stand written as their codes: the same document to whoever reads it. */
export function escapeJson(json: string): string {
  return json.replace(invisible, (char) => (char === '\n' ? char : escapeText(char)));
}

/** A cell of tab-separated output: one line, no tabs, the common escapes. */
export function escapeCell(text: string): string {
  return escapeText(
    text.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r'),
  );
}
