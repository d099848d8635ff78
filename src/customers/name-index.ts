import { nicknameGroups } from './given-names.js';
import { hashNumber } from './hashes.js';
import type { NameValue } from './name-value.js';
import { NumberIndex } from './number-table.js';
import { KeyIndex, type SubjectMasks } from './subject-masks.js';

/** Longer names are not searched by their slips: that many keys would be made of them. */
const longestForSlips = 24;
const shortestForSlips = 4;

const hasSlips = (plain: string): boolean => plain.length >= shortestForSlips && plain.length <= longestForSlips;

/** A text without one of its letters. */
const without = (text: string, at: number): string => text.slice(0, at) + text.slice(at + 1);

/**
 * Tells which of the many keys by slips nobody has, before they are made: by the sums of their letters, from which that of a letter
 * left out is taken away.
 */
class SlipFilter {
  private readonly sums = new Uint8Array(1 << 16);

  private static weight(text: string, at: number): number {
    return hashNumber(text.charCodeAt(at)) & 0xffff;
  }

  static sum(text: string): number {
    let sum = 0;
    for (let at = 0; at < text.length; at += 1) sum += SlipFilter.weight(text, at);
    return sum & 0xffff;
  }

  add(text: string): void {
    this.sums[SlipFilter.sum(text)] = 1;
  }

  /** Whether somebody may have this text with one letter left out. @param sum of all its letters */
  hasWithout(text: string, at: number, sum: number): boolean {
    return this.sums[(sum - SlipFilter.weight(text, at)) & 0xffff] === 1;
  }
}

/**
 * Subjects by what another spelling of their names has in common with it. Given, family and birth name share one index, so that swapped
 * names are found.
 */
export class NameIndex {
  /** By whole names and by their single words. */
  private readonly words: KeyIndex;
  private readonly sounds: KeyIndex;
  private readonly codes: KeyIndex;
  private readonly nicknames: NumberIndex;
  /** Of names of one letter. */
  private readonly initials: KeyIndex;
  /** Names, and what is left of them when a letter is left out: two that are one slip apart share one of these. */
  private readonly slips: KeyIndex;
  private readonly slipFilter = new SlipFilter();

  constructor(private readonly masks: SubjectMasks) {
    this.words = new KeyIndex(masks);
    this.sounds = new KeyIndex(masks);
    this.codes = new KeyIndex(masks);
    this.nicknames = new NumberIndex(masks);
    this.initials = new KeyIndex(masks);
    this.slips = new KeyIndex(masks);
  }

  private addSlip(key: string, subject: number): void {
    this.slips.add(key, subject);
    this.slipFilter.add(key);
  }

  add({ plain, sound, code, words }: NameValue, subject: number): void {
    this.words.add(plain, subject);
    this.sounds.add(sound, subject);
    if (code.length > 1) this.codes.add(code, subject);
    for (const word of words) {
      if (words.length > 1 && word.length > 2) this.words.add(word, subject);
      for (const group of nicknameGroups(word)) this.nicknames.add(group, subject);
    }
    if (plain.length === 1) this.initials.add(plain, subject);
    if (plain.length < shortestForSlips) return;
    this.addSlip(plain, subject);
    if (hasSlips(plain)) for (let at = 0; at < plain.length; at += 1) this.addSlip(without(plain, at), subject);
  }

  /** The subjects one of whose names this may be. */
  get({ plain, sound, code, words }: NameValue): number {
    const { masks } = this;
    let mask = masks.both(this.words.get(plain), this.sounds.get(sound));
    if (code.length > 1) mask = masks.both(mask, this.codes.get(code));
    for (const word of words) {
      if (words.length > 1 && word.length > 2) mask = masks.both(mask, this.words.get(word));
      for (const group of nicknameGroups(word)) mask = masks.both(mask, this.nicknames.get(group));
    }
    // "A." is the initial of any name that begins with it.
    mask = masks.both(mask, this.initials.get(plain.slice(0, 1)));
    if (plain.length < shortestForSlips) return mask;
    mask = masks.both(mask, this.slips.get(plain));
    if (!hasSlips(plain)) return mask;
    const sum = SlipFilter.sum(plain);
    for (let at = 0; at < plain.length; at += 1) {
      if (this.slipFilter.hasWithout(plain, at, sum)) mask = masks.both(mask, this.slips.get(without(plain, at)));
    }
    return mask;
  }
}
