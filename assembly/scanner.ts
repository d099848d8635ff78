/* The scanner: of files (`scan-records.ts`), and of rows of a database (`scan-rows.ts`). */
export { scan } from './scan-records';
export { scanRows, takeRows } from './scan-rows';
export { scratchSize } from './scratch';
