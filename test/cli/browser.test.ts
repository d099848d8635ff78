import { execFile, execFileSync } from 'node:child_process';
import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from './run.js';

const map = fileURLToPath(new URL('../../src/data-map/maps/belbo.yaml', import.meta.url));

/** A browser that can run without a screen; null where none is installed. */
function findBrowser(): string | null {
  for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
    try {
      execFileSync(name, ['--version'], { stdio: 'ignore' });
      return name;
    } catch {
      // The next one.
    }
  }
  return null;
}

const browser = findBrowser();
let root: string;

/** Loads a page; what it looks like to the browser, and whatever it complained about. */
async function load(path: string): Promise<{ readonly dom: string; readonly complaints: readonly string[] }> {
  const { stdout, stderr } = await promisify(execFile)(
    browser ?? '',
    [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--enable-logging=stderr',
      `--user-data-dir=${join(root, 'profile')}`,
      // Whatever the page wanted from the network would be an error.
      '--host-resolver-rules=MAP * ~NOTFOUND',
      '--dump-dom',
      pathToFileURL(path).href,
    ],
    { maxBuffer: 16 * 1024 * 1024 },
  );
  return { dom: stdout, complaints: stderr.split('\n').filter((line) => line.includes('CONSOLE')) };
}

describe.skipIf(browser === null)('in a browser', () => {
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'belbo-erase-browser-'));
    await run(['demo', '--customers', '30'], { cwd: root, env: { BELBO_ERASE_MAP: map } });
    await appendFile(
      join(root, 'demo', 'belbo-erase.yaml'),
      'controller: { name: Salon Aurora, address: "Lindenweg 3, 80331 München" }\nauthority: { state: BY }\n',
    );
  });
  afterAll(async () => rm(root, { recursive: true, force: true }));

  const write = async (lang: string, name: string, ...argv: string[]): Promise<string> => {
    const path = join(root, `${name}-${lang}.html`);
    const { code, err } = await run([...argv, '--format', 'html', '--out', path, '--lang', lang], {
      cwd: join(root, 'demo'),
      env: { BELBO_ERASE_MAP: map },
    });
    expect([code, err]).toEqual([0, expect.not.stringContaining('Error')]);
    return path;
  };

  it.each(['de', 'en'])(
    'the report (%s) shows its charts, asks the network for nothing, and complains of nothing',
    async (lang) => {
      const path = await write(lang, 'report', 'report', '--from', '2025-01-01');
      const { dom, complaints } = await load(path);
      expect(complaints).toEqual([]);
      expect(dom.match(/<svg/g)?.length).toBe(2);
      expect(dom).toContain(`lang="${lang}"`);
      expect(await readFile(path, 'utf8')).not.toMatch(/https?:\/\/(?!www\.w3\.org)/);
    },
  );

  it.each(['de', 'en'])('a letter (%s) is shown without complaint', async (lang) => {
    const { dom, complaints } = await load(await write(lang, 'letter', 'letter', '1', '--kind', 'identity'));
    expect(complaints).toEqual([]);
    expect(dom).toContain('Katharina Süßmilch');
  });

  it('a page that runs a script or asks the network is stopped by its own policy, and that would be noticed', async () => {
    const path = await write('en', 'broken', 'report', '--from', '2025-01-01');
    await appendFile(path, '<script>document.title = 1</script><img src="https://nowhere.example/pixel.png">');
    const { complaints } = await load(path);
    expect(complaints.filter((line) => line.includes('Content Security Policy'))).toHaveLength(2);
  });
});
