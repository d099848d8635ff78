import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Holders } from '../../src/customers/holders.js';

it('holders are found by their keys, in the order in which they were added', () => {
  const key = fc.oneof(
    fc.integer({ min: -3, max: 3 }),
    fc.constantFrom(0x7fffffff, 0x80000000, 0x10000000),
    fc.integer(),
  );
  fc.assert(
    fc.property(
      fc.array(fc.tuple(key, fc.nat(9)), { maxLength: 100 }),
      fc.array(key, { maxLength: 5 }),
      (added, others) => {
        const holders = new Holders();
        added.forEach(([each, value], at) => holders.add(each, at, value));
        expect(holders.size).toBe(added.length);
        for (const wanted of [...added.map(([each]) => each), ...others]) {
          const expected = added.flatMap(([each, value], at) => ((each | 0) === (wanted | 0) ? [{ at, value }] : []));
          expect(holders.of(wanted)).toEqual(expected);
        }
        // One more, after it was asked.
        holders.add(7, 1000, 1);
        expect(holders.of(7).at(-1)).toEqual({ at: 1000, value: 1 });
      },
    ),
  );
});
