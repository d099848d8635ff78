import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseFields, strictest, type FieldSources } from '../../src/merge/choose-fields.js';
import { addDecimals, resolveCollision, type CollidingRow } from '../../src/merge/resolve-collisions.js';
import type { TableMerge } from '../../src/data-map/merge-schema.js';
import type { Row } from '../../src/database/database.js';

describe('adding up', () => {
  it('is exact, unlike binary fractions', () => {
    expect(addDecimals(['0.10', '0.20'])).toBe('0.30');
    expect(addDecimals(['-0.05', '0.1', null])).toBe('0.05');
    expect(addDecimals([4, 5])).toBe(9);
    expect(addDecimals([null, null])).toBeNull();
    expect(addDecimals(['1', 'viele'])).toBeNull();
  });

  it('agrees with whole cents for any amounts', () => {
    const cents = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 });
    const text = (value: number): string => {
      const digits = Math.abs(value).toString().padStart(3, '0');
      return `${value < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
    };
    fc.assert(
      fc.property(fc.array(cents, { minLength: 1, maxLength: 6 }), (values) => {
        const sum = addDecimals(values.map(text));
        expect(Math.round(Number(sum) * 100)).toBe(values.reduce((total, value) => total + value, 0));
      }),
    );
  });
});

describe('a collision', () => {
  const rows: readonly CollidingRow[] = [
    { id: 'a', own: true, row: { at: '2025-01-01', stamps: 2, consent: 1 } },
    { id: 'b', own: false, row: { at: '2026-01-01', stamps: 3, consent: 0 } },
  ];
  it.each<[string, TableMerge, 'survivor' | 'duplicate' | undefined, string]>([
    ['survivor', { collision: 'survivor', consent: {} }, undefined, 'a'],
    ['newest', { collision: 'newest', column: 'at', consent: {} }, undefined, 'b'],
    ['sum', { collision: 'sum', columns: ['stamps'], consent: {} }, undefined, 'a'],
    ['ask, the survivor’s', { collision: 'ask', consent: {} }, 'survivor', 'a'],
    ['ask, the other', { collision: 'ask', consent: {} }, 'duplicate', 'b'],
  ])('keeps one row and names the other: %s', (_, rule, answer, kept) => {
    const outcome = resolveCollision(rows, rule, answer);
    expect(outcome?.kept.id).toBe(kept);
    expect(outcome?.dropped.map(({ id }) => id)).toEqual([kept === 'a' ? 'b' : 'a']);
  });

  it('waits for an answer, and never adds up what is no number', () => {
    expect(resolveCollision(rows, { collision: 'ask', consent: {} }, undefined)).toBeNull();
    const words = rows.map((row) => ({ ...row, row: { ...row.row, stamps: 'viele' } }));
    expect(resolveCollision(words, { collision: 'sum', columns: ['stamps'], consent: {} }, undefined)).toBeNull();
  });

  it('keeps the stricter consent of both rows', () => {
    const rule: TableMerge = { collision: 'survivor', consent: { consent: [0, 1] } };
    expect(resolveCollision(rows, rule, undefined)?.change).toEqual({
      consent: 0,
    });
  });
});

describe('a field', () => {
  const choose = (a: Row, b: Row, extra: Partial<FieldSources> = {}): Record<string, unknown> => {
    const fields = chooseFields({
      records: [
        { key: '1', row: a },
        { key: '2', row: b },
      ],
      columns: Object.keys(a),
      merge: { consent: { consent: [0, 1] }, newest: 'changed', show: [] },
      notes: ['notes'],
      lengthOf: () => null,
      identifying: ['number'],
      verified: new Set(['b@mail.example']),
      choices: {},
      ...extra,
    });
    return Object.fromEntries(fields.map(({ column, result, reason }) => [column, [result, reason]]));
  };

  it.each([
    ['the fuller', { first: 'K.' }, { first: 'Katharina' }, { first: ['Katharina', 'fuller'] }],
    ['what is there', { first: null }, { first: 'Anna' }, { first: ['Anna', 'fuller'] }],
    ['the verified', { mail: 'a@mail.example' }, { mail: 'b@mail.example' }, { mail: ['b@mail.example', 'verified'] }],
    ['both notes', { notes: 'VIP' }, { notes: 'Allergie' }, { notes: ['VIP\nAllergie', 'both_texts'] }],
    ['the record’s own number', { number: 'K-1' }, { number: 'K-2' }, { number: ['K-1', 'survivor'] }],
    ['the stricter consent', { consent: 1 }, { consent: 0 }, { consent: [0, 'stricter_consent'] }],
  ])('takes %s', (_, a, b, expected) => {
    expect(choose(a, b)).toEqual(expected);
  });

  it('takes the newer value, and the survivor’s of two alike', () => {
    const [old, young] = [
      { city: 'Köln', changed: '2020-01-01' },
      { city: 'Bonn', changed: '2026-01-01' },
    ];
    expect(choose(old, young)['city']).toEqual(['Bonn', 'newer']);
    expect(choose(young, old)['city']).toEqual(['Bonn', 'survivor']);
  });

  it('is as chosen, but never with a looser consent', () => {
    const choices = { city: { from: 'typed', value: 'Trier' }, consent: { from: 'survivor' } } as const;
    expect(choose({ city: 'Köln', consent: 1 }, { city: 'Bonn', consent: 0 }, { choices })).toEqual({
      city: ['Trier', 'chosen'],
      consent: [0, 'stricter_consent'],
    });
  });

  it('of consent: the strictest of any order of records, an objection before silence before consent', () => {
    const value = fc.constantFrom(0, 1, null);
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 5 }), (values) => {
        const result = strictest(values, [0, 1]);
        expect(result).toBe(values.includes(0) ? 0 : values.includes(null) ? null : 1);
      }),
    );
  });
});
