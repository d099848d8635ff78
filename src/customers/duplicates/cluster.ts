/** A pair that may join two clusters. */
export interface Edge {
  readonly a: number;
  readonly b: number;
  readonly score: number;
  /** Whether it is enough for two records of which no other is known; else their clusters decide. */
  readonly match: boolean;
}

interface Cluster {
  /** Another one for each set of records that ever was a cluster. */
  readonly id: number;
  readonly records: readonly number[];
}

/** One number for two clusters. */
const pairOf = (one: Cluster, other: Cluster): number =>
  Math.min(one.id, other.id) * 2 ** 26 + Math.max(one.id, other.id);

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

/** Nobody is entered more often; where everybody resembles everybody it keeps a cluster from growing without end. */
const mostRecords = 20;
/** Records of a cluster by which it is compared, the first ones that were joined: more of them say the same again. */
const mostCompared = 6;

/** So often a record is refused before it is left where it is: who resembles that many clusters is told from none of them. */
const mostRefusals = 10;
/** How often the edges that did not suffice are looked at again, for clusters that have grown meanwhile. */
const rounds = 3;

/**
 * Joins records to clusters, the best edges first. One edge is no bridge: the records of both sides have to agree on average, and no
 * decision may stand between any two of them. Connected components would chain a whole town together.
 * @param edges best first; their order decides, so it must not depend on that of the rows
 * @returns the clusters of two or more records
 */
export function clusterRecords(edges: readonly Edge[], rules: ClusterRules): number[][] {
  const clusters = new Map<number, Cluster>();
  let next = 0;
  const gather = (records: readonly number[]): Cluster => {
    const cluster = { id: (next += 1), records };
    for (const record of records) clusters.set(record, cluster);
    return cluster;
  };
  const clusterOf = (record: number): Cluster => clusters.get(record) ?? gather([record]);
  const mean = (one: readonly number[], other: readonly number[]): number => {
    let sum = 0;
    for (const a of one) for (const b of other) sum += rules.score(a, b);
    return sum / (one.length * other.length);
  };
  const isOne = ({ match }: Edge, one: readonly number[], other: readonly number[]): boolean => {
    if (match && mean(one, other) < rules.least) return false;
    return (match && (one.length === 1 || other.length === 1)) || rules.isMatch(one, other);
  };
  // Between two clusters there are many edges, and several rounds: what did not suffice once does not suffice the next time.
  const refused = { match: new Set<number>(), possible: new Set<number>() };
  const refusals = new Map<number, number>();
  const join = (edge: Pick<Edge, 'a' | 'b'>, suffices: (one: Cluster, other: Cluster) => boolean): boolean => {
    const [one, other] = [clusterOf(edge.a), clusterOf(edge.b)];
    if (one === other) return true;
    if (!suffices(one, other)) return false;
    gather([...one.records, ...other.records]);
    return true;
  };
  const areTwo = (one: Cluster, other: Cluster): boolean =>
    one.records.length + other.records.length > mostRecords ||
    one.records.some((a) => other.records.some((b) => rules.isDifferent(a, b)));
  const isEnough =
    (edge: Edge) =>
    (one: Cluster, other: Cluster): boolean => {
      if (areTwo(one, other)) return false;
      if (one.records.length + other.records.length === 2) return edge.match;
      const known = edge.match ? refused.match : refused.possible;
      const pair = pairOf(one, other);
      const times = Math.max(refusals.get(edge.a) ?? 0, refusals.get(edge.b) ?? 0);
      if (times >= mostRefusals || known.has(pair)) return false;
      if (isOne(edge, one.records.slice(0, mostCompared), other.records.slice(0, mostCompared))) return true;
      known.add(pair);
      for (const record of [edge.a, edge.b]) refusals.set(record, (refusals.get(record) ?? 0) + 1);
      return false;
    };
  for (const [a, b] of rules.same) join({ a, b }, () => true);
  let open = edges;
  for (let round = 0; round < rounds && open.length > 0; round += 1)
    open = open.filter((edge) => !join(edge, isEnough(edge)));
  return [...new Set(clusters.values())].map(({ records }) => [...records]).filter(({ length }) => length > 1);
}
