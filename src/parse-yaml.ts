import type { Finding } from './errors.js';

/** Reads YAML; syntax errors come back as findings with their line, never with the text of the line. */
export async function parseYaml(
  source: string,
): Promise<{ readonly value: unknown; readonly findings: readonly Finding[] }> {
  const { parseDocument } = await import('yaml');
  const document = parseDocument(source, { uniqueKeys: true });
  const findings = document.errors.map((error) => ({
    path: `line ${String(error.linePos?.[0].line ?? 0)}`,
    code: 'yaml_syntax',
    params: { problem: error.code },
  }));
  return { value: findings.length > 0 ? null : (document.toJS({ maxAliasCount: 100 }) as unknown), findings };
}
