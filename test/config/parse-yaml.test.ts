import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { parseYaml } from '../../src/parse-yaml.js';

describe('a configuration', () => {
  it.each([
    'map: belbo\nlang: en\nbackups: [exports]\n',
    'backups: [exports, old/exports.csv, ./more]\n# a remark\n\ncountry: DE\n',
    'backups: [true, exports]\n',
    'backups: [no]\nmap: yes\n',
    'backups: [a,b]\n',
    'backups: []\n',
    'backups: [exports, ]\n',
    'backups: [12, x]\n',
    'database: sqlite:calendar.sqlite\nbackups: ["a b"]\n',
  ])('is read as the YAML library reads it: %j', async (source) => {
    expect(await parseYaml(source)).toEqual({ value: parseDocument(source).toJS() as unknown, findings: [] });
  });
});
