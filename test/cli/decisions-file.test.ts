import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDecisionsFile, type FiledDecision } from '../../src/cli/review/decisions-file.js';
import type { BelboEraseError, Finding } from '../../src/errors.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'belbo-erase-test-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function read(text: string): Promise<readonly FiledDecision[]> {
  const path = join(folder, 'decisions.yaml');
  writeFileSync(path, text);
  return readDecisionsFile(path, '17');
}

const codes = async (text: string): Promise<string[]> =>
  read(text).then(
    () => [],
    (error: unknown) => {
      const { code, params } = error as BelboEraseError;
      expect(code).toBe('DECISIONS_INVALID');
      return (params as { findings: readonly Finding[] }).findings.map((finding) => `${finding.path} ${finding.code}`);
    },
  );

describe('a file of decisions', () => {
  it('is read from YAML and JSON alike', async () => {
    const json = {
      decisions: [
        {
          record: 18,
          decision: 'merge',
          fields: { email: 'duplicate', phone: { value: '030 1' } },
          collisions: { cards: 'duplicate' },
        },
        { record: '23', decision: 'different' },
      ],
    };
    const [different, merge] = await read(JSON.stringify(json));
    expect(different).toMatchObject({ record: '23', decision: 'different', into: null });
    expect(merge).toMatchObject({
      record: '18',
      choices: {
        fields: { email: { from: 'duplicate', record: '18' }, phone: { from: 'typed', value: '030 1' } },
        collisions: { cards: 'duplicate' },
      },
    });
    const yaml = 'decisions:\n  - record: 23\n    decision: different\n';
    expect(await read(yaml)).toMatchObject([{ record: '23', decision: 'different' }]);
  });

  it('merges a chain from its end: what goes into a record goes before that record goes', async () => {
    const chain = await read(
      'decisions:\n  - {record: 18, decision: merge}\n  - {record: 19, decision: merge, into: 18}\n  - {record: 20, decision: merge, into: 19}\n',
    );
    expect(chain.map(({ record }) => record)).toEqual(['20', '19', '18']);
  });

  it.each([
    ['- {record: 17, decision: merge, into: 17}', ['decisions.0.into self_pair']],
    ['- {record: 17, decision: merge}', ['decisions merge_circle']],
    [
      '- {record: 18, decision: merge, into: 19}\n- {record: 19, decision: merge, into: 18}',
      ['decisions merge_circle'],
    ],
    ['- {record: 18, decision: same}\n- {record: 18, decision: different}', ['decisions decided_twice']],
    ['- {record: 18, decision: true}', ['decisions.0.decision wrong_type']],
    [
      '- {record: 18, decision: meld, extra: 1}',
      ['decisions.0.extra unknown_key', 'decisions.0.decision not_a_choice'],
    ],
    [
      '- {decision: merge, fields: {email: both}}',
      ['decisions.0.record wrong_type', 'decisions.0.fields.email not_a_choice'],
    ],
  ])('is refused with all that is wrong: %j', async (lines, expected) => {
    expect(await codes(`decisions:\n${lines.replace(/^/gm, '  ')}\n`)).toEqual(expected);
  });

  it('must be a list that can be read', async () => {
    expect(await codes('decisions: 3\n')).toEqual(['decisions wrong_type']);
    expect(await codes('decisions: [\n')).toHaveLength(1);
    await expect(readDecisionsFile(join(folder, 'absent.yaml'), '17')).rejects.toMatchObject({
      code: 'DECISIONS_INVALID',
    });
  });
});
