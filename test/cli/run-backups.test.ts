import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { exportBackups } from '../../fixtures/belbo/export-backups.js';
import type { Engine } from '../../src/database/database.js';
import { forEachEngine } from '../database/harness.js';
import { openLiveCalendar, writeConfig, type LiveCalendar } from './live-calendar.js';

interface Report {
  readonly planned?: readonly string[];
  readonly plannedBackups?: readonly string[];
  readonly processed: readonly { readonly id: string; readonly status: string }[];
  readonly attention: readonly { readonly id: string; readonly reasons: readonly string[] }[];
  readonly failed: readonly unknown[];
  readonly backups: {
    readonly end: string;
    readonly error: string | null;
    readonly totals: Readonly<Record<string, number>> | null;
    readonly problems: readonly { readonly code: string }[];
    readonly reviews: readonly { readonly file: string; readonly request: string }[];
    readonly settled: readonly string[];
    readonly done: readonly string[];
  } | null;
}

/** Texts of the persons of requests 1, 11 and 13, who have nobody like them in the exports. */
const gone = /suessmilch|Wiśniewska|Wi\?niewska|wisniewska|siobhan/i;
/** The person of request 2 shares everything but the name with her husband, whose record waits for a decision. */
const shared = '2';

/** A calendar with a folder of exports in which everybody still is. */
async function openWithExports(engine: Engine): Promise<{ readonly calendar: LiveCalendar; readonly exports: string }> {
  const calendar = await openLiveCalendar(engine);
  const exports = join(calendar.folder, 'exports');
  await mkdir(exports);
  for (const [name, bytes] of await exportBackups(calendar.db)) await writeFile(join(exports, name), bytes);
  await writeConfig(calendar.folder, calendar.database.url, [
    'backups: [exports]',
    'run: { uncertain_mentions: keep }',
  ]);
  return { calendar, exports };
}

let calendar: LiveCalendar;
let exports: string;

const report = async (...argv: string[]): Promise<{ readonly code: number | null; readonly told: Report }> => {
  const { code, out } = await calendar.here('run', '--json', ...argv);
  return { code, told: JSON.parse(out) as Report };
};
const contents = async (): Promise<string> => {
  const names = await readdir(exports);
  const files = await Promise.all(names.map(async (name) => readFile(join(exports, name))));
  return files
    .map((bytes, at) => (names[at]?.endsWith('.gz') === true ? gunzipSync(bytes) : bytes).toString('latin1'))
    .join('\n');
};
const times = async (): Promise<bigint[]> =>
  Promise.all(
    (await readdir(exports)).sort().map(async (name) => (await stat(join(exports, name), { bigint: true })).mtimeNs),
  );
const reasonsOf = ({ attention }: Report, id: string): readonly string[] | undefined =>
  attention.find((each) => each.id === id)?.reasons;
const openSteps = async (): Promise<Map<string, string>> =>
  new Map(
    (await calendar.db.all('select request_id, open_steps from belbo_erase_erasures')).map((row) => [
      String(row['request_id']),
      String(row['open_steps']),
    ]),
  );

forEachEngine('run with backups', (engine) => {
  beforeAll(async () => {
    ({ calendar, exports } = await openWithExports(engine));
    expect((await calendar.here('erase', '1', '--confirm', '1', '--manual-done')).code).toBe(3);
  });
  afterAll(async () => calendar.close());

  it('changes no file with --dry-run', async () => {
    const [before, bytes, steps] = [await times(), await contents(), await openSteps()];
    expect(steps).toEqual(new Map([['1', 'backups']]));
    const { told } = await report('--dry-run');
    expect(told.backups).toBeNull();
    // What it would search: all of them, the erasures of the run come before.
    expect(told.planned).toContain('11');
    expect(told.plannedBackups).toEqual((await readdir(exports)).sort().map((name) => join(exports, name)));
    expect([await times(), await contents(), await openSteps()]).toEqual([before, bytes, steps]);
  });

  it('that cannot be scrubbed at all leaves the erasures as they are, and exits 1', async () => {
    await calendar.db.run('alter table belbo_erase_scrubs rename to belbo_erase_elsewhere');
    const { code, told } = await report();
    await calendar.db.run('alter table belbo_erase_elsewhere rename to belbo_erase_scrubs');
    expect([code, told.failed]).toEqual([1, []]);
    expect(told.backups).toMatchObject({ end: 'failed', error: 'QUERY_FAILED', totals: null, done: [] });
    expect(told.processed.map(({ id, status }) => [id, status])).toContainEqual(['11', 'erased']);
    expect(['1', '11'].map((id) => reasonsOf(told, id))).toEqual([['backups_failed'], ['backups_failed']]);
    expect(await contents()).toMatch(gone);
  });

  it('scrubs them for all that were erased, now or earlier, closes what is settled, and leaves doubts to a person', async () => {
    const { code, told } = await report();
    expect([code, told.failed]).toEqual([3, []]);
    expect(told.backups).toMatchObject({ end: 'complete', error: null, totals: { files: 3, problems: 0 } });
    expect(await contents()).not.toMatch(gone);
    for (const id of ['1', '11', '13']) expect(told.processed).toContainEqual({ id, status: 'done', answeredBy: null });
    expect(reasonsOf(told, shared)).toEqual(['backup_review']);
    expect(new Set(told.backups?.reviews.map(({ request }) => request))).toContain(shared);
    expect(JSON.stringify(told)).not.toMatch(/Kowalski|Brandt/);
    const steps = await openSteps();
    expect([steps.get('1'), steps.get('11'), steps.get(shared)]).toEqual(['', '', 'backups']);
    expect(await calendar.db.all("select request_id from belbo_erase_identifiers where request_id = '11'")).toEqual([]);
  });

  it('does not search again what waits for a person only', async () => {
    const [before, steps] = [await times(), await openSteps()];
    const { code, told } = await report();
    expect([code, told.processed, told.backups?.totals ?? null]).toEqual([3, [], null]);
    expect(reasonsOf(told, shared)).toEqual(['backup_review']);
    const dry = (await report('--dry-run')).told;
    expect([reasonsOf(dry, shared), dry.plannedBackups]).toEqual([['backup_review'], []]);
    expect([await times(), await openSteps()]).toEqual([before, steps]);
  });

  it('reports a file it cannot scrub, and one that is gone', async () => {
    await writeFile(join(exports, 'kunden.xlsx'), Buffer.from('504b0304', 'hex'));
    const first = await report();
    expect([first.code, first.told.backups?.problems.length]).toEqual([3, 1]);
    expect(reasonsOf(first.told, shared)).toEqual(['backup_problem', 'backup_review']);
    await rm(join(exports, 'kunden.xlsx'));
    expect(reasonsOf((await report()).told, shared)).toEqual(['backup_review', 'backup_vanished']);
  });
});

describe('run with backups', () => {
  beforeEach(async () => {
    ({ calendar, exports } = await openWithExports('sqlite'));
  });
  afterEach(async () => calendar.close());

  it('is silent with --quiet when nobody is needed', async () => {
    await calendar.db.run("update erasure_requests set status = 'abgelehnt' where id <> 11");
    expect(await calendar.run('run', '--quiet')).toMatchObject({ code: 0, out: '', err: '' });
    expect((await openSteps()).get('11')).toBe('');
    expect(await contents()).not.toContain('wisniewska');
    expect(await calendar.here('run', '--quiet')).toMatchObject({ code: 0, out: '', err: '' });
  });

  it('stops at SIGTERM while it searches them, leaves no half file, and the next run goes on', async () => {
    const line = 'K-900001;Frau;Erika;Muster;01.01.1970;erika@muster.example;;;;;;nichts\r\n';
    await writeFile(join(exports, 'large.csv'), line.repeat(1_500_000));
    const before = (await readdir(exports)).sort();
    const running = calendar.start('run', '--json');
    while (!running.err().includes('searching the backups')) await pause(5);
    running.child.kill('SIGTERM');
    const { code, out } = await running.ended;
    const told = JSON.parse(out) as Report;
    expect([code, told.backups?.end]).toEqual([143, 'stopped']);
    expect(reasonsOf(told, '11')).toBeUndefined();
    expect((await readdir(exports)).sort()).toEqual(before);
    expect((await openSteps()).get('11')).toBe('backups');
    // There is no need to read all of it once more.
    await writeFile(join(exports, 'large.csv'), line);
    const next = await report();
    expect(next.told.processed).toContainEqual({ id: '11', status: 'done', answeredBy: null });
    expect(await contents()).not.toMatch(gone);
  });
});
