import { expect, it } from 'vitest';
import { compareIds } from '../../src/requests/request.js';

it('request ids are in the order of the numbers in them, then of their text', () => {
  const sorted = ['2', '9', '10', '9007199254740993', '9007199254740994', 'R-2026-9', 'R-2026-10', 'a', 'b'];
  expect([...sorted].reverse().sort(compareIds)).toEqual(sorted);
  expect(compareIds('7', '7')).toBe(0);
});
