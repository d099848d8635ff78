import type { DataMap, ForeignLink, Link, MappedTable, RowAction, SoftLink, UpwardLink } from './schema.js';

// Generic, so that a resolved link stays a resolved link.
export const isForeign = <L extends Link>(link: L): link is L & ForeignLink => 'to' in link;
export const isUpward = <L extends Link>(link: L): link is L & UpwardLink => 'referenced_by' in link;
export const isSoft = <L extends Link>(link: L): link is L & SoftLink => 'match' in link;

/** The table a link hangs on; null for a soft match, which hangs on the subject's identifiers. */
export function parentOf(link: Link): string | null {
  if (isForeign(link)) return link.to;
  return isUpward(link) ? link.referenced_by : null;
}

/** What the map wants done with rows found by this link. */
export function actionOf(link: Link, table: MappedTable): RowAction {
  return (isUpward(link) ? undefined : link.rows) ?? table.rows;
}

/** Whether rows found by this link belong to the subject, so that what hangs on them does, too. A detached row does not, and one that
 * stops the erasure goes nowhere. */
export function owns(link: Link, table: MappedTable): boolean {
  const action = actionOf(link, table);
  return action !== 'detach' && action !== 'block';
}

/** Tables whose rows others may use as well, such as an address, and what hangs on those. */
export function shareableTables({ tables }: DataMap): ReadonlySet<string> {
  const shareable = new Set<string>();
  for (;;) {
    const known = shareable.size;
    for (const [name, { belongs_to: links }] of Object.entries(tables))
      if (links.some((link) => isUpward(link) || (isForeign(link) && shareable.has(link.to)))) shareable.add(name);
    if (shareable.size === known) return shareable;
  }
}

/**
 * Mapped tables so that each comes after those it hangs on; null when they hang on one another in a circle. A table that
 * refers to itself only to be detached is no circle.
 */
export function ownershipOrder(map: DataMap): string[] | null {
  const order: string[] = [];
  const done = new Set([map.subject.table]);
  let waiting = Object.entries(map.tables);
  while (waiting.length > 0) {
    const ready = waiting.filter(([, table]) =>
      table.belongs_to.every((link) => {
        const parent = parentOf(link);
        return parent === null || done.has(parent) || !owns(link, table);
      }),
    );
    if (ready.length === 0) return null;
    for (const [name] of ready) {
      order.push(name);
      done.add(name);
    }
    waiting = waiting.filter(([name]) => !done.has(name));
  }
  return order;
}
