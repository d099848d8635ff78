/** Longer texts are compared by this many characters. */
const longest = 64;
const usedLeft = new Uint8Array(longest);
const usedRight = new Uint8Array(longest);

function matches(a: string, b: string): { readonly count: number; readonly swaps: number } {
  const reach = Math.max(0, (Math.max(a.length, b.length) >> 1) - 1);
  usedLeft.fill(0, 0, a.length);
  usedRight.fill(0, 0, b.length);
  let count = 0;
  for (let i = 0; i < a.length; i += 1) {
    const letter = a.charCodeAt(i);
    const end = Math.min(b.length - 1, i + reach);
    for (let j = Math.max(0, i - reach); j <= end; j += 1) {
      if (usedRight[j] === 1 || b.charCodeAt(j) !== letter) continue;
      usedLeft[i] = 1;
      usedRight[j] = 1;
      count += 1;
      break;
    }
  }
  let swaps = 0;
  for (let i = 0, j = 0; i < a.length; i += 1) {
    if (usedLeft[i] !== 1) continue;
    while (usedRight[j] !== 1) j += 1;
    if (a.charCodeAt(i) !== b.charCodeAt(j)) swaps += 1;
    j += 1;
  }
  return { count, swaps };
}

/**
 * Jaro-Winkler similarity, 0 (nothing in common) to 1 (equal). Winkler, "String Comparator Metrics and Enhanced Decision
 * Rules in the Fellegi-Sunter Model of Record Linkage" (1990): letters at the beginning count more.
 */
export function jaroWinkler(left: string, right: string): number {
  const a = left.slice(0, longest);
  const b = right.slice(0, longest);
  if (a === b) return 1;
  const { count, swaps } = matches(a, b);
  if (count === 0) return 0;
  const jaro = (count / a.length + count / b.length + (count - swaps / 2) / count) / 3;
  let prefix = 0;
  while (prefix < 4 && prefix < a.length && a.charCodeAt(prefix) === b.charCodeAt(prefix)) prefix += 1;
  return jaro + prefix * 0.1 * (1 - jaro);
}
