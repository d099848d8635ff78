import { ExitCode } from '../../errors.js';
import { listMerges } from '../../merge/merge-store.js';
import { localDay } from '../../requests/days.js';
import type { Context } from '../context.js';
import { renderTable } from '../render/table.js';

/** Merges whose person was not erased yet, the latest first. */
export async function mergeList(context: Context): Promise<ExitCode> {
  const merges = await context.withSession(async (session) => listMerges(session.db));
  const { merge, more, date } = context.messages;
  const { timeZone } = await context.config();
  const rowsOf = (each: (typeof merges)[number]): number => each.rows.reduce((sum, { rows }) => sum + rows, 0);
  await context.print({
    json: { merges },
    jsonList: {
      key: 'merges',
      fields: ['id', 'requestId', 'survivor', 'merged', 'holder', 'mergedAt', 'who', 'undoneAt', 'forgotten', 'rows'],
    },
    tsv: {
      headers: ['id', 'survivor', 'merged', 'mergedAt', 'who', 'rows', 'undoneAt'],
      rows: merges.map((each) => [
        each.id,
        each.survivor,
        each.merged.join(','),
        each.mergedAt,
        each.who,
        rowsOf(each),
        each.undoneAt,
      ]),
    },
    terminal: async (style) => {
      if (merges.length === 0) return merge.none;
      const { id, survivor, merged, at, who, rows, undone } = merge.listHeaders;
      return renderTable(
        [
          { header: id, align: 'right' },
          { header: survivor },
          { header: merged, shrink: 1 },
          { header: at },
          { header: who, shrink: 2 },
          { header: rows, align: 'right' },
          { header: undone },
        ],
        merges.map((each) =>
          [
            String(each.id),
            each.survivor,
            each.merged.join(', '),
            date(localDay(each.mergedAt, timeZone)),
            each.who,
            String(rowsOf(each)),
            each.undoneAt === null ? '' : date(localDay(each.undoneAt, timeZone)),
          ].map((text) => ({ text })),
        ),
        { width: style.width, chalk: style.chalk, more },
      );
    },
  });
  return ExitCode.ok;
}
