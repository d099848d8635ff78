import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { executable, runProgram } from './program.js';
import { run, worldOf, type Outcome } from './run.js';
import { settleDuplicates } from './settle-duplicates.js';

const head = 'Kundennr.;Vorname;Name;E-Mail;Notiz\r\n';
const own = 'K-100001;Katharina;Süßmilch;katharina.suessmilch@post.example;\r\n';
/** What no packing makes small. */
const others = Array.from(
  { length: 20_000 },
  (_, at) => `K-8${String(at)};Cora;Beispiel;;${randomBytes(160).toString('base64')}\r\n`,
).join('');
const whole = head + others + own;

/** A backup that cannot be scrubbed. */
const waiting = 'alt.xls';

const digest = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');
const hasZip = ['zip', 'unzip'].every((tool) => spawnSync(tool, ['-v']).status === 0);

/** A file system of its own, in memory, or null where this user may not mount one. */
function mountSmall(): string | null {
  const folder = mkdtempSync(join(tmpdir(), 'belbo-erase-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', folder], { stdio: 'ignore' });
    return folder;
  } catch {
    rmSync(folder, { recursive: true });
    return null;
  }
}
const disk = mountSmall();

describe('a scrub that cannot write', () => {
  let root = '';
  let folder = '';
  const at = async (...argv: readonly string[]): Promise<Outcome> => run(argv, worldOf(folder));

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'belbo-erase-limits-'));
    folder = join(root, 'demo');
    expect((await runProgram(['demo', '--customers', '30'], { cwd: root })).code).toBe(0);
    await settleDuplicates(async (argv) => at(...argv), folder, '1');
    rmSync(join(folder, 'exports'), { recursive: true, force: true });
    mkdirSync(join(folder, 'exports'));
    // As long as this one waits, the request is not done.
    writeFileSync(join(folder, 'exports', waiting), Buffer.from('D0CF11E0A1B11AE1'.repeat(100), 'hex'));
    const config = join(folder, 'belbo-erase.yaml');
    if (!readFileSync(config, 'utf8').includes('backups:')) appendFileSync(config, 'backups: [exports]\n');
    expect((await at('erase', '1', '--confirm', '1', '--manual-done')).code).toBe(3);
  });
  afterAll(() => {
    rmSync(root, { recursive: true, force: true });
    if (disk === null) return;
    execFileSync('umount', [disk]);
    rmSync(disk, { recursive: true });
  });

  /** Writes a backup in one of the ways they are kept, and tells how it is read. */
  function write(kind: 'csv' | 'csv.gz' | 'zip', into: string): { readonly path: string; readonly read: () => string } {
    const path = join(into, `kunden.${kind}`);
    if (kind === 'csv') writeFileSync(path, whole);
    else if (kind === 'csv.gz') writeFileSync(path, gzipSync(whole));
    else {
      const loose = join(root, 'kunden.csv');
      writeFileSync(loose, whole);
      execFileSync('zip', ['-q', '-j', path, loose]);
      rmSync(loose);
    }
    const read = (): string => {
      if (kind === 'csv') return readFileSync(path, 'utf8');
      if (kind === 'csv.gz') return gunzipSync(readFileSync(path)).toString();
      return execFileSync('unzip', ['-p', path, 'kunden.csv'], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
    };
    return { path, read };
  }

  const kinds = ['csv', 'csv.gz', ...(hasZip ? ['zip'] : [])] as ('csv' | 'csv.gz' | 'zip')[];

  it.each(kinds)(
    'because a write fails in the middle (%s) leaves the old file, and nothing beside it',
    async (kind) => {
      const exports = join(folder, 'exports');
      const { path, read } = write(kind, exports);
      const before = digest(path);
      // No file may grow beyond two megabytes: the write fails as on a full disk, though there seemed to be room.
      const limited = spawnSync(
        'bash',
        ['-c', `ulimit -f 2048; exec "$0" "$@"`, process.execPath, executable, 'scrub', path, '--json'],
        {
          cwd: folder,
          env: { PATH: process.env['PATH'] ?? '', LANG: 'en_GB.UTF-8' },
          encoding: 'utf8',
          timeout: 45_000,
        },
      );
      expect([limited.status, limited.signal]).toEqual([3, null]);
      const { problems, files } = JSON.parse(limited.stdout) as { problems: { code: string }[]; files: unknown[] };
      expect([problems.map(({ code }) => code), files]).toEqual([['no_space'], []]);
      expect(digest(path)).toBe(before);
      expect(readdirSync(exports).sort()).toEqual([waiting, `kunden.${kind}`]);
      expect((await at('scrub', path)).code).toBe(0);
      expect(read()).toBe(head + others);
      rmSync(path);
    },
  );

  it.skipIf(disk === null).each(kinds)(
    'on a disk that is full (%s) does not begin, and does when there is room again',
    async (kind) => {
      const { path, read } = write(kind, disk ?? '');
      const before = digest(path);
      const resize = (spare: number): void => {
        const { blocks, bfree, bsize } = statfsSync(disk ?? '');
        const size = String((blocks - bfree) * bsize + spare);
        execFileSync('mount', ['-o', `remount,size=${size}`, disk ?? ''], { stdio: 'ignore' });
      };
      resize(1024 * 1024);
      const full = await at('scrub', path, '--json');
      expect(full.code).toBe(3);
      expect((JSON.parse(full.out) as { problems: unknown }).problems).toMatchObject([{ path, code: 'no_space' }]);
      expect(digest(path)).toBe(before);
      expect(readdirSync(disk ?? '')).toEqual([`kunden.${kind}`]);
      resize(48 * 1024 * 1024);
      expect((await at('scrub', path)).code).toBe(0);
      expect(read()).toBe(head + others);
      rmSync(path);
    },
  );
});
