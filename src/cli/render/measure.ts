/** Width of a text in terminal columns. */
export type Measure = (text: string) => number;

/** Latin letters and common signs, one column each. */
const plain = /^[\u0020-\u007e\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u20ac\u2713\u2717]*$/;

/** A measure for these texts. The library that knows emoji, combining marks and Chinese takes 34 ms to load: only where it is needed. */
export async function loadMeasure(texts: readonly string[]): Promise<Measure> {
  if (texts.every((text) => plain.test(text))) return (text) => text.length;
  return (await import('string-width')).default;
}
