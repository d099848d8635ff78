/** Longer texts are compared by this many characters: what differs beyond is no slip of a finger. */
const longest = 64;

let before = new Uint8Array(longest + 1);
let above = new Uint8Array(longest + 1);
let row = new Uint8Array(longest + 1);

/**
 * Optimal string alignment distance: the fewest letters inserted, left out, replaced or swapped with their neighbour that
 * make one text of the other. Stops and returns `limit + 1` as soon as it is more than `limit`.
 */
export function editDistance(left: string, right: string, limit: number): number {
  if (left === right) return 0;
  const a = left.length > longest ? left.slice(0, longest) : left;
  const b = right.length > longest ? right.slice(0, longest) : right;
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  for (let at = 0; at <= b.length; at += 1) above[at] = at;
  for (let i = 1; i <= a.length; i += 1) {
    const letter = a.charCodeAt(i - 1);
    row[0] = i;
    let best = i;
    for (let j = 1; j <= b.length; j += 1) {
      const other = b.charCodeAt(j - 1);
      let cost = Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + (letter === other ? 0 : 1));
      if (i > 1 && j > 1 && letter === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === other)
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      row[j] = cost;
      if (cost < best) best = cost;
    }
    if (best > limit) return limit + 1;
    [before, above, row] = [above, row, before];
  }
  return Math.min(above[b.length] ?? 0, limit + 1);
}

/** How many letters may differ in a word of this length for it to be a slip: 1 from four letters on, 2 from eight on. */
export function slips(length: number): number {
  if (length < 4) return 0;
  return length < 8 ? 1 : 2;
}
