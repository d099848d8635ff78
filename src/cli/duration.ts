import { BelboEraseError } from '../errors.js';

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

/**
 * A span of time as people write it: `30s`, `5m`, `1h`; bare numbers are seconds.
 * @returns milliseconds
 * @throws BelboEraseError `INVALID_OPTION`
 */
export function parseDuration(option: string, text: string): number {
  const [, number, unit = 's'] = /^(\d{1,5})([smh])?$/.exec(text.trim()) ?? [];
  if (number === undefined) throw new BelboEraseError('INVALID_OPTION', { option, valid: '30s, 5m, 1h' });
  return Number(number) * (units[unit] ?? 1) * 1000;
}
