/** A pair that may join two clusters. */
export interface Edge {
  readonly a: number;
  readonly b: number;
  readonly score: number;
  /** Whether it is enough for two records of which no other is known; else their clusters decide. */
  readonly match: boolean;
}

/** What clusters are made with. */
export interface ClusterRules {
  /** Records somebody has said to be one person's: they are joined before anything else. */
  readonly same: readonly (readonly [number, number])[];
  /** Score of any two records. */
  readonly score: (a: number, b: number) => number;
  /** Whether somebody has said that two records are different people. */
  readonly isDifferent: (a: number, b: number) => boolean;
  /** Whether two groups of records, of which one has more than one, are a match when each group is taken for one person. */
  readonly isMatch: (one: readonly number[], other: readonly number[]) => boolean;
  /** Two clusters are not one when their records have less than this score on average. */
  readonly least: number;
}

/** Pairs between two clusters that are looked at; larger ones are no person's. */
const mostCompared = 400;
/** How often the edges that did not suffice are looked at again, for clusters that have grown meanwhile. */
const rounds = 3;

/**
 * Joins records to clusters, the best edges first. One edge is no bridge: the records of both sides have to agree on average, and no
 * decision may stand between any two of them. Connected components would chain a whole town together.
 * @param edges best first; their order decides, so it must not depend on that of the rows
 * @returns the clusters of two or more records
 */
export function clusterRecords(edges: readonly Edge[], rules: ClusterRules): number[][] {
  const clusterOf = new Map<number, number[]>();
  const mean = (one: readonly number[], other: readonly number[]): number => {
    let sum = 0;
    for (const a of one) for (const b of other) sum += rules.score(a, b);
    return sum / (one.length * other.length);
  };
  const isOne = ({ match }: Edge, one: readonly number[], other: readonly number[]): boolean => {
    const pairs = one.length * other.length;
    if (pairs > mostCompared || (pairs === 1 && !match)) return false;
    if (one.some((a) => other.some((b) => rules.isDifferent(a, b)))) return false;
    if (pairs === 1) return true;
    return match ? mean(one, other) >= rules.least : rules.isMatch(one, other);
  };
  const join = (a: number, b: number): void => {
    const one = clusterOf.get(a) ?? [a];
    const other = clusterOf.get(b) ?? [b];
    if (one === other) return;
    const joined = [...one, ...other];
    for (const record of joined) clusterOf.set(record, joined);
  };
  for (const [a, b] of rules.same) join(a, b);
  let open = edges;
  for (let round = 0; round < rounds && open.length > 0; round += 1) {
    const left: Edge[] = [];
    for (const edge of open) {
      const one = clusterOf.get(edge.a) ?? [edge.a];
      const other = clusterOf.get(edge.b) ?? [edge.b];
      if (one === other) continue;
      if (isOne(edge, one, other)) join(edge.a, edge.b);
      else left.push(edge);
    }
    open = left;
  }
  return [...new Set(clusterOf.values())];
}
