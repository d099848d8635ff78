import { isUtf8 } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Utf8Check } from '../../src/backups/detect-encoding.js';

const text = fc.string({ unit: 'grapheme', maxLength: 6 }).map((value) => Buffer.from(value));
const piece = fc.oneof(
  text,
  fc.uint8Array({ maxLength: 3 }).map((bytes) => Buffer.from(bytes)),
);

function passes(parts: readonly Uint8Array[]): boolean {
  const check = new Utf8Check();
  return parts.every((part) => check.take(part));
}

describe('a check for UTF-8 as the bytes come', () => {
  it('says of pieces what is true of all of them together', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (parts) => {
        const all = [...parts, Buffer.from('.')];
        expect(passes(all)).toBe(isUtf8(Buffer.concat(all)));
      }),
      { numRuns: 2000 },
    );
  });

  it('takes text in pieces of any length, broken off anywhere', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 30 }),
        fc.integer({ min: 1, max: 5 }),
        fc.nat(99),
        (value, size, cut) => {
          const bytes = Buffer.from(value).subarray(0, cut);
          const parts = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
            bytes.subarray(at * size, (at + 1) * size),
          );
          expect(passes(parts)).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
