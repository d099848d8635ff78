/*
 * npm run bench -- NAME [arguments]
 *
 * Each bench measures, in one run, this tool and a peer doing the same work, and prints both with their ratio, its limit and
 * the peak memory. Nothing here asserts: timings belong to a person's judgement.
 */

interface Bench {
  readonly usage: string;
  readonly run: (args: readonly string[]) => Promise<void>;
}

const benches: Readonly<Record<string, Bench>> = {
  erase: {
    usage: 'erase [customers, default 20000] [sqlite | mariadb | mysql://... of an empty database]',
    run: async (args) => (await import('./erase.js')).benchErase(args),
  },
  scrub: {
    usage: 'scrub [megabytes, default 500] [rounds, default 3] [subjects, default 1,100,10000]',
    run: async (args) => (await import('./scrub.js')).benchScrub(args),
  },
  match: {
    usage: 'match [customers, such as 1000000; without them only the sets] [mysql://... of an empty database]',
    run: async (args) => (await import('./match.js')).benchMatch(args),
  },
  run: {
    usage:
      'run [customers, default 100000] [requests, default 1000] [sqlite | mariadb | mysql://... of an empty database]',
    run: async (args) => (await import('./batch.js')).benchBatch(args),
  },
};

const [name = '', ...args] = process.argv.slice(2);
const bench = benches[name];
if (bench === undefined) {
  const usages = Object.values(benches).map((each) => `  npm run bench -- ${each.usage}\n`);
  process.stderr.write(`usage:\n${usages.join('')}`);
  process.exitCode = 2;
} else await bench.run(args);
