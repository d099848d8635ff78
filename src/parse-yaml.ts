import type { Finding } from './errors.js';

/*
 * The YAML library costs 28 ms to load, a fifth of what `list` may take in all. Configuration files mostly are a few
 * lines of `key: value`, and those are read here. Whatever is not unmistakably such a line goes to the library, so
 * that both always agree; a test compares them on generated files.
 */

/** A plain scalar that YAML reads as this very text: starts with a letter, a dot or a slash; no `: `, no ` #`. */
const plainLine = /^( {2})?([a-z_]+):(?: ([A-Za-z./][^\s#&*!|>%@`"'[\]{},:?-]*(?:[:@?,-](?! |$)[^\s#&*!|>%`"'[\]{},:]*)*))?$/;
/** Words that YAML turns into something else than text. */
const notText = /^(?:true|false|null|yes|no|on|off|y|n|\.(?:inf|nan)|\.\d.*)$/i;

/** The content of a trivially flat file, with at most one level of sections; null when the library must read it. */
export function parsePlain(source: string): Record<string, unknown> | null {
  const top = new Map<string, unknown>();
  let section: Map<string, unknown> | null = null;
  for (const line of source.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const match = plainLine.exec(line);
    const [, indent, key, value] = match ?? [];
    if (key === undefined || (value !== undefined && notText.test(value))) return null;
    const into: Map<string, unknown> | null = indent === undefined ? top : section;
    if (into === null || into.has(key)) return null;
    if (value === undefined) {
      if (indent !== undefined) return null;
      section = new Map();
      top.set(key, section);
    } else {
      if (indent === undefined) section = null;
      into.set(key, value);
    }
  }
  const entries = [...top].map(([key, value]): [string, unknown] => [key, value instanceof Map ? Object.fromEntries(value) : value]);
  // A section without lines is null in YAML.
  return entries.some(([, value]) => typeof value === 'object' && value !== null && Object.keys(value).length === 0) ? null : Object.fromEntries(entries);
}

/** Reads YAML; faults of syntax are findings with their line, never with the text of the file. */
export async function parseYaml(source: string): Promise<{ readonly value: unknown; readonly findings: readonly Finding[] }> {
  const plain = parsePlain(source);
  if (plain !== null) return { value: plain, findings: [] };
  const { parseDocument } = await import('yaml');
  const document = parseDocument(source, { uniqueKeys: true });
  const findings = document.errors.map((error) => ({
    path: `line ${String(error.linePos?.[0].line ?? 0)}`,
    code: 'yaml_syntax',
    params: { problem: error.code },
  }));
  return { value: findings.length > 0 ? null : document.toJS({ maxAliasCount: 100 }), findings };
}
