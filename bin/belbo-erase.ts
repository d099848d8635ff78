#!/usr/bin/env node
import process from 'node:process';
import { main } from '../src/cli/main.js';

process.exitCode = await main(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  cwd: process.cwd(),
  clock: () => new Date(),
  signals: process,
});
