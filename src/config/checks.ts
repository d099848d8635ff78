import { nearest } from '../data-map/nearest.js';
import type { Finding } from '../errors.js';

/** An object of a configuration file, not yet checked. */
export type Settings = Readonly<Record<string, unknown>>;

/**
 * One part of the configuration file below a key of its own. Checked and read by hand, not by a schema library: every command
 * reads the configuration, and `list` must start quickly.
 */
export interface Section<T> {
  /** Everything that is wrong, at once; empty when nothing is. `value` is undefined when the file does not have the key. */
  readonly check: (value: unknown, path: string) => readonly Finding[];
  /** The part with its defaults filled in; `folder` is what relative paths are relative to. Only after `check` found nothing. */
  readonly read: (value: unknown, folder: string) => T;
}

/** Whether a value is an object with keys. */
export function isObject(value: unknown): value is Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Keys nobody knows, each with the nearest that is valid. `prefix` is `''` or ends in a dot. */
export function unknownKeys(settings: Settings, valid: readonly string[], prefix: string): Finding[] {
  return Object.keys(settings)
    .filter((key) => !valid.includes(key))
    .map((key) => ({
      path: `${prefix}${key}`,
      code: 'unknown_key',
      params: { key, nearest: nearest(key, valid) ?? '', valid: valid.join(', ') },
    }));
}

/** Keys that must hold a text that is not empty, and do not. Missing ones are fine. */
export function wrongTexts(settings: Settings, texts: readonly string[], prefix: string): Finding[] {
  return texts
    .filter((key) => settings[key] !== undefined && (typeof settings[key] !== 'string' || settings[key] === ''))
    .map((key) => wrongType(`${prefix}${key}`, 'string'));
}

/** A value of another type than expected. */
export function wrongType(path: string, expected: string): Finding {
  return { path, code: 'wrong_type', params: { expected } };
}

/** A text that is none of the choices; nothing when it is no text at all, which `wrongTexts` tells. */
export function wrongChoice(value: unknown, valid: readonly string[], path: string): Finding[] {
  if (typeof value !== 'string' || value === '' || valid.includes(value)) return [];
  return [{ path, code: 'not_a_choice', params: { valid: valid.join(', '), nearest: nearest(value, valid) ?? '' } }];
}
