import { onEachEngine, type BenchDatabase } from './databases.js';
import type { EraseResult, PlanOneResult, ScanResult } from './erase-parts.js';
import { inFreshProcess } from './fresh-process.js';
import { printFigures, type Figure } from './report.js';
import { startupFigures } from './startup.js';

const parts = new URL('./erase-parts.js', import.meta.url).href;

const subjects = 200;
const memoryLimit = { atMost: 250 } as const;
const ms = (value: number): string => `${value < 100 ? value.toFixed(2) : value.toFixed(0)} ms`;

function memory(what: string, peak: number): Figure {
  return { what, own: '', judged: { value: peak, unit: 'MiB', digits: 0 }, limit: memoryLimit };
}

async function planFigures(url: string): Promise<Figure[]> {
  const { result, peak } = await inFreshProcess<PlanOneResult>(parts, 'planOne', url);
  const { cold, warm, missingIndexes } = result;
  return [
    {
      what: 'plan of one subject, queries',
      own: ms(cold.queries),
      judged: { value: cold.queries, unit: 'ms', digits: 1 },
      limit: { atMost: 50 },
      note: `${String(cold.statements)} statements; again ${ms(warm.queries)}; with all else ${ms(cold.all)}, again ${ms(warm.all)}; connecting and catalogue ${ms(result.connect)}; missing indexes: ${missingIndexes.join(', ') || 'none'}`,
    },
    memory('  peak memory', peak),
  ];
}

async function scanFigures(url: string, customers: number): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const stage of ['mention-scan', 'residue-scan'] as const) {
    for (const count of [1, subjects]) {
      // A round of few customers is over in a tenth of a second: the first ones measure how code is compiled.
      const rounds = customers > 100_000 ? 3 : 11;
      const { result, peak } = await inFreshProcess<ScanResult>(parts, 'scan', url, stage, count, rounds);
      const { comparison, hits } = result;
      figures.push(
        {
          what: `${stage}, ${String(count)} subject${count === 1 ? '' : 's'}`,
          own: ms(comparison.own),
          peer: ms(comparison.peer),
          judged: { value: 100 / comparison.ratio, unit: '%', digits: 0 },
          limit: { atLeast: 60 },
          note: `peer: SELECT of the same columns; ${String(hits)} hits`,
        },
        memory('  peak memory', peak),
      );
    }
  }
  return figures;
}

async function eraseFigures({ url, label }: BenchDatabase): Promise<Figure[]> {
  const { result, peak } = await inFreshProcess<EraseResult>(parts, 'eraseMany', url, subjects);
  const { execute, peer: byHand, erased, stale } = result;
  const figure = (what: string, plan: number): Figure => ({
    what,
    own: ms(plan + execute),
    peer: ms(byHand),
    judged: { value: (plan + execute) / byHand, unit: 'x' },
    limit: { atMost: label === 'SQLite' ? 2 : 1.5 },
    note: `peer: SQL by hand; plan ${ms(plan)}, execute ${ms(execute)}; ${String(erased)} subjects, ${String(stale)} stale`,
  });
  return [
    figure('erase a subject, planned in a list', result.planTogether),
    figure('erase a subject, planned alone', result.planAlone),
    memory('  peak memory, text search of all included', peak),
  ];
}

/** Benchmark of the erasure; see `run.ts`. */
export async function benchErase([size = '20000', mysql]: readonly string[]): Promise<void> {
  const customers = Number(size);
  await onEachEngine(mysql, async (database) => {
    const { url, label } = database;
    const built = await inFreshProcess<number>(parts, 'buildCalendar', url, customers);
    const figures = [
      ...(await planFigures(url)),
      ...(await scanFigures(url, customers)),
      ...(await eraseFigures(database)),
      memory(`generator (${(built.result / 1000).toFixed(1)} s)`, built.peak),
    ];
    printFigures(`${label}, ${String(customers)} customers`, figures);
  });
  printFigures('Start-up', startupFigures(21));
}
