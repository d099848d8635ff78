import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

interface Found {
  readonly candidates: readonly { readonly key: string; readonly band: string }[];
}

/**
 * Says of every record that looks like the request's customer that it is somebody else's, as a person does before an erasure:
 * until then it is refused.
 */
export async function settleDuplicates(
  run: (
    argv: readonly string[],
  ) => Promise<{ readonly code: number | null; readonly out: string; readonly err: string }>,
  folder: string,
  request: string,
): Promise<void> {
  const found = JSON.parse((await run(['duplicates', request, '--json'])).out) as Found;
  const likely = found.candidates.filter(({ band }) => band !== 'different');
  if (likely.length === 0) return;
  const path = join(folder, `decided-${request}.yaml`);
  const entries = likely.map(({ key }) => `  - { record: '${key}', decision: different }\n`);
  await writeFile(path, `decisions:\n${entries.join('')}`);
  const { code, err } = await run(['merge', request, '--decisions', path]);
  if (code !== 0) throw new Error(err);
}
