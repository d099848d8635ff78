import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composeDigest } from '../../src/notify/compose-digest.js';
import { renderText } from '../../src/notify/render-text.js';
import { selectNotices, type DigestRequest } from '../../src/notify/select-notices.js';

const request = (id: string, daysLeft: number, more: Partial<DigestRequest> = {}): DigestRequest => ({
  id,
  receivedOn: '2026-11-01',
  dueOn: '2026-12-01',
  daysLeft,
  extended: false,
  attention: [],
  customer: null,
  ...more,
});

const keys = (requests: readonly DigestRequest[], dueSoon = [14, 7, 3, 1]): string[] =>
  selectNotices(requests, [], dueSoon).map(({ notice }) => notice.key);

describe('what there is to tell', () => {
  it.each([
    [15, null],
    [14, 14],
    [8, 14],
    [7, 7],
    [4, 7],
    [3, 3],
    [2, 3],
    [1, 1],
    [0, 1],
    [-1, null],
  ])('with %i days left warns at the threshold %s', (daysLeft, threshold) => {
    const due = keys([request('1', daysLeft)]).filter((key) => key.startsWith('due:'));
    expect(due).toEqual(threshold === null ? [] : [`due:1:2026-12-01:${String(threshold)}`]);
  });

  it('warns once a threshold, however often it looks and however many runs it misses', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { maxLength: 6 }),
        fc.array(fc.integer({ min: -5, max: 40 })),
        (thresholds, days) => {
          const seen = new Set(days.flatMap((left) => keys([request('1', left)], thresholds)));
          const warnings = [...seen].filter((key) => key.startsWith('due:'));
          expect(warnings.length).toBeLessThanOrEqual(thresholds.length);
          const within = days.some((left) => left >= 0 && thresholds.some((threshold) => left <= threshold));
          expect(warnings.length > 0).toBe(within);
          expect([...seen].filter((key) => key.startsWith('overdue:')).length).toBe(
            days.some((left) => left < 0) ? 1 : 0,
          );
        },
      ),
    );
  });

  it('warns anew when the deadline has moved', () => {
    expect(keys([request('1', 7)])).not.toEqual(keys([request('1', 7, { dueOn: '2027-02-01' })]));
  });

  it('tells each state that needs a person once', () => {
    const waiting = request('1', 20, { attention: ['manual', 'recipients'] });
    expect(keys([waiting])).toEqual(['new:1', 'attention:1:manual,recipients']);
    expect(keys([{ ...waiting, attention: ['recipients'] }])).toContain('attention:1:recipients');
  });
});

describe('the mail', () => {
  const items = selectNotices(
    [request('11', -14), request('12', 6, { extended: true }), request('9', 20, { attention: ['recipients'] })],
    [{ messageId: '<x@y>', kind: 'letter', handedAt: '2026-11-23T08:00:00.000Z', requestIds: ['7'] }],
    [14, 7, 3, 1],
  );

  it('has the most urgent first, in either language', () => {
    for (const [lang, words, subject] of [
      ['de', ['Überfällig', 'Bald fällig', 'Braucht einen Menschen', 'Neu seit'], '1 überfällig, 1 bald fällig, 3 neu'],
      ['en', ['Overdue', 'Due soon', 'In need of a person', 'New since'], '1 overdue, 1 due soon, 3 new'],
    ] as const) {
      const document = composeDigest(items, { open: 3, overdue: 1 }, lang);
      const text = renderText(document);
      const places = words.map((word) => text.indexOf(word));
      expect(places).toEqual([...places].sort((a, b) => a - b));
      expect(places[0]).toBeGreaterThanOrEqual(0);
      expect(document.title).toContain(subject);
      expect(text).toContain('<x@y>');
      expect(text).not.toMatch(/undefined|null|NaN/);
      for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(78);
    }
  });

  it('names customers only where it is given any', () => {
    expect(renderText(composeDigest(items, { open: 3, overdue: 1 }, 'de'))).not.toContain('K-100');
    const named = selectNotices([request('1', 2, { customer: 'K-100001 Änne' })], [], [3]);
    expect(renderText(composeDigest(named, { open: 1, overdue: 0 }, 'de'))).toContain('Nr. 1 (K-100001 Änne)');
  });
});
