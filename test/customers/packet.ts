/** Cells as a row of MySQL's text protocol; null is NULL. */
export function packet(cells: readonly (string | Buffer | null)[]): Buffer {
  return Buffer.concat(
    cells.flatMap((text) => {
      if (text === null) return [Buffer.from([0xfb])];
      const bytes = typeof text === 'string' ? Buffer.from(text, 'utf8') : text;
      const { length } = bytes;
      const lead = Buffer.alloc(9);
      if (length <= 0xfa) return [Buffer.from([length]), bytes];
      lead.writeBigUInt64LE(BigInt(length), 1);
      lead[0] = length <= 0xffff ? 0xfc : length <= 0xffffff ? 0xfd : 0xfe;
      return [lead.subarray(0, length <= 0xffff ? 3 : length <= 0xffffff ? 4 : 9), bytes];
    }),
  );
}
