import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { searchBytes } from '../../src/database/search-bytes.js';
import { seal, unseal, type SealedContent } from '../../src/erasure/identifier-vault.js';

const content: SealedContent = {
  identifiers: {
    numbers: ['K-1'],
    emails: ['anna@web.example'],
    phones: [],
    names: [{ given: 'Anna', family: 'Müller' }],
    birthDates: [],
    streets: [],
  },
  records: [['1']],
  traces: { identifiers: ['anna@web.example'], notes: [] },
  manual: { files: ['a.jpg'] },
};
const key = Buffer.alloc(32, 1);

describe('sealed identifiers', () => {
  it('open with the key, and are never sealed twice the same', () => {
    expect(unseal(seal(content, '7', key), '7', key)).toEqual(content);
    expect(seal(content, '7', key).ciphertext).not.toBe(seal(content, '7', key).ciphertext);
  });

  it('stay shut for another key, another request, and after tampering', () => {
    const sealed = seal(content, '7', key);
    expect(unseal(sealed, '7', Buffer.alloc(32, 2))).toBeNull();
    expect(unseal(sealed, '8', key)).toBeNull();
    expect(
      unseal(
        { ...sealed, ciphertext: sealed.ciphertext.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')) },
        '7',
        key,
      ),
    ).toBeNull();
    expect(unseal({ ...sealed, tag: sealed.tag.slice(0, 8) }, '7', key)).toBeNull();
  });
});

describe('the search for bytes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'belbo-erase-bytes-'));
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('finds exactly the texts that are there, wherever they stand', async () => {
    const path = join(folder, 'random');
    const text = fc
      .string({ minLength: 4, maxLength: 60, unit: 'grapheme' })
      .filter((each) => Buffer.byteLength(each) >= 4);
    await fc.assert(
      fc.asyncProperty(
        fc.array(text, { minLength: 1, maxLength: 6 }),
        fc.nat(200),
        fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
        async (texts, gap, present) => {
          const bytes = Buffer.concat(
            texts.map((each, at) =>
              Buffer.concat([Buffer.alloc(gap, 0xff), present[at] === true ? Buffer.from(each) : Buffer.alloc(0)]),
            ),
          );
          writeFileSync(path, bytes);
          const found = await searchBytes([path], texts, 'utf8');
          texts.forEach((each, at) => {
            expect([each, found.has(at)]).toEqual([each, bytes.includes(each)]);
          });
        },
      ),
      { numRuns: 60 },
    );
  });

  it('finds a text across the border of two reads, and a long note of which a part is left', async () => {
    const path = join(folder, 'large');
    const needle = 'katharina@post.example';
    const bytes = Buffer.alloc(9 * 1024 * 1024, 0x20);
    bytes.write(needle, 4 * 1024 * 1024 - 10);
    const note = `Anfang ${'x'.repeat(5000)} und das Ende der langen Notiz, an dem man sie erkennt`;
    bytes.write(note.slice(-48), 8 * 1024 * 1024 - 20);
    writeFileSync(path, bytes);
    expect(await searchBytes([path], [needle, note, 'not there at all'], 'utf8')).toEqual(new Set([0, 1]));
    expect(await searchBytes([join(folder, 'missing')], [needle], 'utf8')).toEqual(new Set());
  });
});
