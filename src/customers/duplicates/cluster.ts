/** A pair that may join two clusters. */
export interface Edge {
  readonly a: number;
  readonly b: number;
  readonly score: number;
}

/** What clusters are made with. */
export interface ClusterRules {
  /** Score of any two records, compared when it is asked for. */
  readonly score: (a: number, b: number) => number;
  /** Whether somebody has said that two records are different people. */
  readonly isDifferent: (a: number, b: number) => boolean;
  /** Two clusters are one when their records have at least this score on average. */
  readonly least: number;
}

/** Pairs between two clusters that are looked at; larger ones are no person's. */
const mostCompared = 2500;

/**
 * Joins records to clusters, the best edges first. One edge is no bridge: the records of both sides have to agree on average, and no
 * decision may stand between any two of them. Connected components would chain a whole town together.
 * @param edges best first; their order decides, so it must not depend on that of the rows
 * @returns the clusters of two or more records
 */
export function clusterRecords(edges: readonly Edge[], rules: ClusterRules): number[][] {
  const clusterOf = new Map<number, number[]>();
  const known = new Map<number, Map<number, number>>();
  for (const { a, b, score } of edges) {
    const inner = known.get(a) ?? new Map<number, number>();
    known.set(a, inner.set(b, score));
  }
  const scoreOf = (a: number, b: number): number => known.get(a)?.get(b) ?? known.get(b)?.get(a) ?? rules.score(a, b);
  const agrees = (one: readonly number[], other: readonly number[]): boolean => {
    if (one.length * other.length > mostCompared) return false;
    let sum = 0;
    for (const a of one) {
      for (const b of other) {
        if (rules.isDifferent(a, b)) return false;
        sum += scoreOf(a, b);
      }
    }
    return sum / (one.length * other.length) >= rules.least;
  };
  for (const { a, b } of edges) {
    const one = clusterOf.get(a) ?? [a];
    const other = clusterOf.get(b) ?? [b];
    if (one === other || !agrees(one, other)) continue;
    const joined = [...one, ...other];
    for (const record of joined) clusterOf.set(record, joined);
  }
  return [...new Set(clusterOf.values())];
}
