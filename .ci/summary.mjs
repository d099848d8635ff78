// Prints the counts of a vitest JSON report as one plain line; fails when a test failed, or when none ran.
import { readFileSync } from 'node:fs';

let report = {};
try {
  report = JSON.parse(readFileSync(process.argv[2], 'utf8'));
} catch {
  // No report: the build or vitest itself failed.
}
const passed = report.numPassedTests ?? 0;
// A file that cannot be loaded fails without a failed test of its own.
const brokenFiles = (report.testResults ?? []).filter(
  (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
).length;
const failed = (report.numFailedTests ?? 0) + brokenFiles;
const skipped = (report.numPendingTests ?? 0) + (report.numTodoTests ?? 0);
if (passed === 0 || failed > 0) process.exitCode = 1;
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
