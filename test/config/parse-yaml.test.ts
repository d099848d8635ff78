import { describe, expect, it } from 'vitest';
import { parseYaml } from '../../src/parse-yaml.js';

describe('parseYaml', () => {
  it('reads keys, sections and quoted texts', async () => {
    const { value, findings } = await parseYaml(
      "database: sqlite:calendar.sqlite\ncontroller:\n  name: 'Salon: Süß'\n",
    );
    expect(findings).toEqual([]);
    expect(value).toEqual({ database: 'sqlite:calendar.sqlite', controller: { name: 'Salon: Süß' } });
  });

  it('names the line of a fault, never its text', async () => {
    const { value, findings } = await parseYaml('map: belbo\ndatabase: "geheim\n');
    expect(value).toBeNull();
    expect(findings.map(({ code }) => code)).toEqual(['yaml_syntax']);
    expect(findings[0]?.path).toMatch(/^line [23]$/);
    expect(JSON.stringify(findings)).not.toContain('geheim');
  });

  it('refuses a key that stands twice', async () => {
    const { findings } = await parseYaml('map: belbo\nmap: other\n');
    expect(findings).toHaveLength(1);
  });
});
