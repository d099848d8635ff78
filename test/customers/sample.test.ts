import { expect, it } from 'vitest';
import { CustomerRows } from '../../src/customers/customer-rows.js';
import { RowMemory } from '../../src/customers/row-memory.js';
import { Sample } from '../../src/customers/sample.js';

it('keeps the same records in whatever order they come, when one value has more than it keeps', async () => {
  const rows = new CustomerRows(await RowMemory.open(), 1, [0]);
  rows.read(['x']);
  const crowd = Array.from({ length: 5_000 }, () => 7);
  const others = Array.from({ length: 15_000 }, (_, at) => Math.imul(at + 1, 0x9e3779b1) >>> 0 || 1);
  const kept = (hashes: readonly number[]): number => {
    const sample = new Sample(8, [0]);
    for (const hash of hashes) if (sample.takes(hash)) sample.add(hash, rows, 0);
    return sample.kept().records;
  };
  const [first, last] = [kept([...crowd, ...others]), kept([...others, ...crowd])];
  expect(first).toBe(last);
  expect(first).toBeGreaterThan(5_000);
});
