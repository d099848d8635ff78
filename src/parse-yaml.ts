import type { Finding } from './errors.js';

/** A key with a word that YAML takes for nothing but text; whatever else there may be is left to the YAML library. */
const plainLine = /^([a-z_]+): +([A-Za-z./][\w./@-]*(?::[\w./@-]+)*)$/;
/** The same with a list of such words. */
const plainList = /^([a-z_]+): +\[([A-Za-z./][\w./@-]*(?:, [A-Za-z./][\w./@-]*)*)\]$/;
const notText = /^(true|false|null|yes|no|on|off|y|n|\.inf|\.nan)$/i;

/**
 * Reads a file of plain `key: word` and `key: [word, word]` lines and comments, as `init` and `demo` write it; null for any other. The YAML library
 * takes 25 ms to load, a quarter of the time `list` takes.
 */
function parsePlain(source: string): Record<string, string | string[]> | null {
  const values = new Map<string, string | string[]>();
  for (const line of source.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const [, key, word] = plainLine.exec(line) ?? plainList.exec(line) ?? [];
    if (key === undefined || word === undefined || values.has(key)) return null;
    const words = word.split(', ');
    if (words.some((each) => notText.test(each))) return null;
    values.set(key, plainList.test(line) ? words : word);
  }
  return Object.fromEntries(values);
}

/** Reads YAML; syntax errors come back as findings with their line, never with the text of the line. */
export async function parseYaml(
  source: string,
): Promise<{ readonly value: unknown; readonly findings: readonly Finding[] }> {
  const plain = parsePlain(source);
  if (plain !== null) return { value: plain, findings: [] };
  const { parseDocument } = await import('yaml');
  const document = parseDocument(source, { uniqueKeys: true });
  const findings = document.errors.map((error) => ({
    path: `line ${String(error.linePos?.[0].line ?? 0)}`,
    code: 'yaml_syntax',
    params: { problem: error.code },
  }));
  return { value: findings.length > 0 ? null : (document.toJS({ maxAliasCount: 100 }) as unknown), findings };
}
