import type { TestProject } from 'vitest/node';
import { mariadbInstalled, startThrowawayServer } from './mariadb-server.js';

/** A server to test with: its socket, or why there is none. */
export type ServerForTests = { readonly socket: string } | { readonly missing: string };

declare module 'vitest' {
  interface ProvidedContext {
    mariadb: ServerForTests;
  }
}

/** One server for the whole run of vitest. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (!mariadbInstalled()) {
    const missing = 'mariadbd is not installed (Debian: apt-get install mariadb-server)';
    if (process.env['CI'] === 'true') throw new Error(missing);
    console.warn(`\nTests on MariaDB are skipped: ${missing}\n`);
    project.provide('mariadb', { missing });
    return undefined;
  }
  // Tests kill clients of this server, never itself: what it has handed to the system is safe.
  const server = await startThrowawayServer(['--innodb-flush-log-at-trx-commit=2']);
  project.provide('mariadb', { socket: server.socket });
  return () => server.stop();
}
