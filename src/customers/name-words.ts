/**
 * Words in front of a family name that come and go from one list to the next: German and Dutch nobility, Romance and
 * Arabic articles.
 */
export const particles: ReadonlySet<string> = new Set(
  'von vom zu zum zur und van der den de het te ten ter op di da do das dos del della dello du la le lo las los el al bin ibn ben af av'.split(
    ' ',
  ),
);

/** Titles and salutations that stand between the parts: "Müller, Frau Dr. Anna". */
export const titles: ReadonlySet<string> = new Set(
  'frau herr herrn fr hr fraeulein fräulein familie dr prof professor dipl ing mag med rer nat phil jur'.split(' '),
);
