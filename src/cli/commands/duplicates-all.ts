import type { Duplicates } from '../../customers/duplicates/find-duplicates.js';
import type { RawRecord } from '../../customers/match-record.js';
import { ExitCode } from '../../errors.js';
import type { Context, Style } from '../context.js';
import { renderTable } from '../render/table.js';
import type { Session } from '../session.js';

/** Persons drawn on a terminal; the JSON and piped output have all. */
const mostShown = 60;
/** Records drawn of one person. */
const mostRecords = 8;

interface Found extends Duplicates {
  /** The records that are drawn. */
  readonly drawn: ReadonlyMap<string, RawRecord>;
}

async function find(session: Session, draws: boolean): Promise<Found> {
  const [{ findDuplicates }, { readCustomers }, { readAllDecisions }] = await Promise.all([
    import('../../customers/duplicates/find-duplicates.js'),
    import('../../customers/read-records.js'),
    import('../../customers/decisions.js'),
  ]);
  const erasure = await session.erasure();
  const { db, resolved, country, today, matching } = erasure;
  const decisions = (await readAllDecisions(erasure, db)).filter(({ state }) => state === 'valid');
  const said = (verdict: string): (readonly [string, string])[] =>
    decisions.filter((each) => each.verdict === verdict).map(({ a, b }) => [a, b]);
  const source = { db, map: resolved, country, today, matching, onProgress: session.onProgress };
  const found = await findDuplicates({ ...source, same: said('same'), different: said('different') });
  const keys = draws ? found.clusters.slice(0, mostShown).flatMap((each) => each.slice(0, mostRecords)) : [];
  return { ...found, drawn: await readCustomers(source, keys) };
}

async function draw(context: Context, found: Found, style: Style): Promise<string> {
  const { duplicates } = context.messages;
  const { headers, all } = duplicates;
  const possible = found.pairs.filter(({ band }) => band === 'possible').length;
  const lines = [style.chalk.bold(all.title(found.records, found.clusters.length))];
  if (found.clusters.length > 0) {
    const rows = found.clusters.slice(0, mostShown).flatMap((cluster, at) =>
      cluster.slice(0, mostRecords).map((key, index) => {
        const record = found.drawn.get(key);
        const more =
          index === mostRecords - 1 && cluster.length > mostRecords ? all.more(cluster.length - mostRecords) : '';
        const name = [record?.given, record?.family].filter((part) => part !== undefined && part !== '').join(' ');
        return [
          index === 0 ? String(at + 1) : '',
          key,
          record?.number ?? '',
          more === '' ? name : `${name} (${more})`,
          record?.birthDate ?? '',
        ].map((text) => ({ text }));
      }),
    );
    const table = await renderTable(
      [
        { header: all.person, align: 'right' },
        { header: headers.key, align: 'right' },
        { header: headers.number, drop: 2 },
        { header: headers.name, shrink: 1 },
        { header: headers.birthDate, drop: 1 },
      ],
      rows,
      { width: style.width, chalk: style.chalk, more: context.messages.more },
    );
    lines.push('', table);
    if (found.clusters.length > mostShown) lines.push(all.further(found.clusters.length - mostShown));
  }
  lines.push('', all.possible(possible));
  for (const { kind, blocks, largest } of found.skipped)
    lines.push(`${style.sign.warning} ${all.skipped(all.kind[kind], blocks, largest)}`);
  return lines.join('\n');
}

/** `duplicates --all`: everybody who is entered more than once. */
export async function allDuplicates(context: Context): Promise<ExitCode> {
  const draws = context.settings.json === null && context.io.stdout.isTTY === true;
  const found = await context.withSession(async (session) => find(session, draws));
  const { records, pairs, clusters, skipped } = found;
  const clusterOf = new Map(clusters.flatMap((cluster, at) => cluster.map((key) => [key, at + 1] as const)));
  const shared = (a: string, b: string): number | null =>
    clusterOf.get(a) !== undefined && clusterOf.get(a) === clusterOf.get(b) ? (clusterOf.get(a) ?? null) : null;
  await context.print({
    json: { records, pairs, clusters, skipped },
    tsv: {
      headers: ['a', 'b', 'score', 'band', 'cluster', 'reasons'],
      rows: pairs.map(({ a, b, score, band, reasons }) => [
        a,
        b,
        score.toFixed(2),
        band,
        shared(a, b),
        reasons.map(({ field, level, weight }) => `${field}:${level}:${weight.toFixed(2)}`).join(' '),
      ]),
    },
    terminal: async (style) => draw(context, found, style),
  });
  return ExitCode.ok;
}
