import { isUtf8 } from 'node:buffer';
import type { Encoding } from './types.js';

/** Code units of a text: bytes, or the 16 or 32 bits of UTF-16 and UTF-32. */
export type Units = Uint8Array | Uint16Array | Uint32Array;

/** Bytes of one code unit. */
export function unitSize(encoding: Encoding): 1 | 2 | 4 {
  switch (encoding) {
    case 'utf-16le':
    case 'utf-16be':
      return 2;
    case 'utf-32le':
    case 'utf-32be':
      return 4;
    case 'utf-8':
    case 'windows-1252':
    case 'iso-8859-15':
      return 1;
  }
}

/**
 * What 0x80 to 0x9F stand for in Windows-1252. Node 20's TextDecoder gives control characters instead. The five that are
 * not assigned keep their control character, so that decoding and encoding are each other's inverse.
 */
const windows1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** Where ISO-8859-15 differs from ISO-8859-1. */
const latin9: Readonly<Record<number, string>> = {
  0xa4: '€',
  0xa6: 'Š',
  0xa8: 'š',
  0xb4: 'Ž',
  0xb8: 'ž',
  0xbc: 'Œ',
  0xbd: 'œ',
  0xbe: 'Ÿ',
};

type SingleByte = 'windows-1252' | 'iso-8859-15';

interface CharacterSet {
  /** Characters that are not those of ISO-8859-1. */
  readonly pattern: RegExp;
  readonly characters: ReadonlyMap<string, string>;
  readonly bytes: ReadonlyMap<string, string>;
}

function characterSet(differing: readonly (readonly [number, string])[]): CharacterSet {
  const characters = new Map(differing.map(([byte, character]) => [String.fromCharCode(byte), character]));
  return {
    pattern: new RegExp(`[${[...characters.keys()].join('')}]`, 'g'),
    characters,
    bytes: new Map([...characters].map(([byte, character]) => [character, byte])),
  };
}

const sets: Readonly<Record<SingleByte, CharacterSet>> = {
  'windows-1252': characterSet(Array.from(windows1252, (character, index) => [0x80 + index, character])),
  'iso-8859-15': characterSet(Object.entries(latin9).map(([byte, character]) => [Number(byte), character])),
};

/** The Unicode code point of each of the 256 bytes. */
export function codePoints(encoding: SingleByte): Uint16Array {
  const { characters } = sets[encoding];
  return Uint16Array.from({ length: 256 }, (_, byte) =>
    (characters.get(String.fromCharCode(byte)) ?? String.fromCharCode(byte)).charCodeAt(0),
  );
}

/** The same bytes, not a copy. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function decodeSingle(bytes: Uint8Array, encoding: SingleByte): string {
  const { pattern, characters } = sets[encoding];
  return asBuffer(bytes)
    .toString('latin1')
    .replace(pattern, (byte) => characters.get(byte) ?? byte);
}

/** In pieces: a call takes only so many arguments. */
function decodeUtf32(units: Uint32Array): string {
  let text = '';
  for (let from = 0; from < units.length; from += 4096) {
    const points = Array.from(units.subarray(from, from + 4096), (point) => (point > 0x10ffff ? 0xfffd : point));
    text += String.fromCodePoint(...points);
  }
  return text;
}

/** The other byte order, in a copy. */
function swapped(bytes: Uint8Array, size: 2 | 4): Buffer {
  const copy = Buffer.from(bytes);
  return size === 2 ? copy.swap16() : copy.swap32();
}

const anyHigh = /[\x80-\xff]/;

/**
 * How the bytes of one cell are really encoded. Files are put together from several sources: in a UTF-8 file there are
 * lines of a program that knew only Windows-1252, and the other way round. Bytes that happen to be UTF-8 are UTF-8.
 */
export function cellEncoding(bytes: Uint8Array, encoding: Encoding): Encoding {
  if (encoding === 'utf-8') return isUtf8(bytes) ? encoding : 'windows-1252';
  if (unitSize(encoding) > 1) return encoding;
  return isUtf8(bytes) && anyHigh.test(asBuffer(bytes).toString('latin1')) ? 'utf-8' : encoding;
}

/** Text of bytes. Lone surrogates and undefined bytes come out so that `encode` gives the same bytes back. */
export function decode(bytes: Uint8Array, encoding: Encoding): string {
  switch (encoding) {
    case 'utf-8':
      return asBuffer(bytes).toString('utf8');
    case 'windows-1252':
    case 'iso-8859-15':
      return decodeSingle(bytes, encoding);
    case 'utf-16le':
      return asBuffer(bytes).toString('utf16le');
    case 'utf-16be':
      return swapped(bytes, 2).toString('utf16le');
    case 'utf-32le':
      return decodeUtf32(toUnits(bytes, encoding) as Uint32Array);
    case 'utf-32be':
      return decodeUtf32(toUnits(bytes, encoding) as Uint32Array);
  }
}

/** Bytes of a text. What the encoding cannot say becomes `?`; texts that were decoded from it can be said. */
export function encode(text: string, encoding: Encoding): Uint8Array {
  switch (encoding) {
    case 'utf-8':
      return Buffer.from(text, 'utf8');
    case 'windows-1252':
    case 'iso-8859-15': {
      const { bytes } = sets[encoding];
      // eslint-disable-next-line no-control-regex -- everything beyond the 128 characters of ASCII
      const single = text.replace(/[^\x00-\x7f]/gu, (character) => {
        const byte = bytes.get(character);
        if (byte !== undefined) return byte;
        return (character.codePointAt(0) ?? 0) > 0xff ? '?' : character;
      });
      return Buffer.from(single, 'latin1');
    }
    case 'utf-16le':
      return Buffer.from(text, 'utf16le');
    case 'utf-16be':
      return Buffer.from(text, 'utf16le').swap16();
    case 'utf-32le':
    case 'utf-32be': {
      const points = Uint32Array.from(Array.from(text, (character) => character.codePointAt(0) ?? 0));
      const bytes = Buffer.from(points.buffer);
      return encoding === 'utf-32le' ? bytes : bytes.swap32();
    }
  }
}

/** The code units of bytes whose number is a multiple of the unit's size; a copy unless they are bytes. */
export function toUnits(bytes: Uint8Array, encoding: Encoding): Units {
  const size = unitSize(encoding);
  if (size === 1) return bytes;
  const ordered = encoding.endsWith('be') ? swapped(bytes, size) : Uint8Array.from(bytes);
  const from = ordered.byteOffset;
  const memory = from % size === 0 ? ordered : Uint8Array.from(ordered);
  return size === 2
    ? new Uint16Array(memory.buffer, memory.byteOffset, memory.byteLength >> 1)
    : new Uint32Array(memory.buffer, memory.byteOffset, memory.byteLength >> 2);
}
