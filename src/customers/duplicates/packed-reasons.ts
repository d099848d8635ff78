import type { Reason } from '../score.js';

/** Reasons of many scores, packed for the way from one thread to another: as objects they would be copied one by one. */
export interface PackedReasons {
  /** Fields with their levels, each once. */
  readonly kinds: readonly Pick<Reason, 'field' | 'level'>[];
  /** Where the reasons of each score end in the two lists below. */
  readonly ends: Uint32Array;
  /** Places in `kinds`. */
  readonly kind: Uint16Array;
  readonly weight: Float64Array;
}

/** Packs the reasons of scores, in their order. */
export function packReasons(scores: readonly { readonly reasons: readonly Reason[] }[]): PackedReasons {
  const total = scores.reduce((sum, { reasons }) => sum + reasons.length, 0);
  const kinds: Pick<Reason, 'field' | 'level'>[] = [];
  const places = new Map<string, number>();
  const [ends, kind, weight] = [new Uint32Array(scores.length), new Uint16Array(total), new Float64Array(total)];
  let next = 0;
  scores.forEach(({ reasons }, at) => {
    for (const { field, level, weight: own } of reasons) {
      const name = `${field}\u001f${level}`;
      let place = places.get(name);
      if (place === undefined) {
        places.set(name, (place = kinds.length));
        kinds.push({ field, level });
      }
      kind[next] = place;
      weight[next] = own;
      next += 1;
    }
    ends[at] = next;
  });
  return { kinds, ends, kind, weight };
}

/** The reasons of one of these scores. */
export function unpackReasons({ kinds, ends, kind, weight }: PackedReasons, at: number): Reason[] {
  const reasons: Reason[] = [];
  for (let place = ends[at - 1] ?? 0; place < (ends[at] ?? 0); place += 1) {
    const of = kinds[kind[place] ?? 0];
    if (of !== undefined) reasons.push({ field: of.field, level: of.level, weight: weight[place] ?? 0 });
  }
  return reasons;
}
