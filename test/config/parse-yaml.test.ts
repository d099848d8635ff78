import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parsePlain, parseYaml } from '../../src/parse-yaml.js';

describe('parsePlain', () => {
  it('reads what init writes, without the YAML library', () => {
    const source = 'database: mysql://belbo@db.example:3306/calendar\nmap: belbo\n# who\ncontroller:\n  name: Salon Süß & Söhne\n  email: dpo@example.org\n';
    expect(parsePlain(source)).toEqual(parse(source));
  });

  it('leaves to the library whatever is not plain', () => {
    for (const line of ['a: "x"', 'a: 1', 'a: yes', 'a: x # y', 'a: [x]', 'a: x: y', 'a:  x', 'A: x', 'a: |', 'a: x\r', ' a: x', 'a:', 'a: x\na: y', '  a: x', 'a: ~']) {
      expect(parsePlain(line), line).toBeNull();
    }
  });

  it('agrees with the library on whatever it reads', () => {
    const piece = fc.constantFrom('a', 'key', ': ', ':', ' ', '  ', '\n', '#', '-', '.', '5', '/', 'true', 'null', '.inf', 'ä', '@', '?', ',', '%', '=', '...', '---', '~', 'x');
    const line = fc.oneof(
      fc.array(piece, { maxLength: 8 }).map((parts) => parts.join('')),
      fc.tuple(fc.constantFrom('a', 'b', '  c', '  d'), fc.array(piece, { maxLength: 6 })).map(([key, parts]) => `${key}: ${parts.join('')}`),
      fc.constantFrom('s:', 't:', '# note'),
    );
    let read = 0;
    fc.assert(
      fc.property(fc.array(line, { maxLength: 5 }), (lines) => {
        const source = lines.join('\n');
        const plain = parsePlain(source);
        if (plain === null) return;
        read += 1;
        expect(plain).toEqual(parse(source) ?? {});
      }),
      { numRuns: 5000 },
    );
    expect(read).toBeGreaterThan(200);
  });
});

describe('parseYaml', () => {
  it('names the line of a fault, never its text', async () => {
    const { findings } = await parseYaml('database: "geheim\n');
    expect(findings).toHaveLength(1);
    expect(JSON.stringify(findings)).not.toContain('geheim');
  });
});
