import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { deflateInto } from '../../src/backups/deflate.js';

/** What no packing makes small: the packed bytes come out while a write is still being taken in. */
const chunk = randomBytes(4 * 1024 * 1024);

describe('packing into a sink', () => {
  it('tells what came out, and what came out unpacks to what went in', async () => {
    const out: Buffer[] = [];
    const packing = deflateInto({ write: async (bytes) => void out.push(Buffer.from(bytes)) }, 1);
    await packing.write(chunk);
    const { size, packedSize } = await packing.end();
    expect([size, packedSize]).toEqual([chunk.length, Buffer.concat(out).length]);
    expect(inflateRawSync(Buffer.concat(out)).equals(chunk)).toBe(true);
  });

  // Whichever write it is, and whether it fails at once or later: waiting for ever would be a scrub that never ends.
  it.each([0, 1, 2, 5].flatMap((at) => [0, 20].map((delay) => ({ at, delay }))))(
    'ends with the fault of the sink when its write $at fails after $delay ms',
    async ({ at, delay }) => {
      let writes = 0;
      const full = Object.assign(new Error('full'), { code: 'ENOSPC' });
      const packing = deflateInto(
        {
          async write() {
            writes += 1;
            await sleep(delay);
            if (writes > at) throw full;
          },
        },
        1,
      );
      const writing = (async () => {
        for (let round = 0; round < 4; round += 1) await packing.write(chunk);
        await packing.end();
      })();
      await expect(writing).rejects.toBe(full);
    },
    10_000,
  );
});
