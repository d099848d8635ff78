import { readSource, windowFor } from './byte-source.js';
import { detectEncoding, markLength, readSampleEncoding } from './detect-encoding.js';
import { cellEncoding, decode, encode, toUnits, unitSize, type Units } from './encodings.js';
import { headerScore, rolesOf, squeeze, type ColumnRole } from './header-names.js';
import { readRecord, type CellSpan, type Syntax } from './read-record.js';
import type { ByteSource, CsvMapping, Dialect, Encoding } from './types.js';

/** A dialect, and where its data begin. */
export interface DetectedDialect {
  readonly dialect: Dialect;
  readonly syntax: Syntax;
  /** Byte behind mark and sep line: the first record begins there, preamble and header included. */
  readonly start: number;
  /** Byte the first record of data begins at. */
  readonly dataStart: number;
  /** Number of records above the data: preamble and header. */
  readonly headRecords: number;
  /** Whether the encoding is UTF-8 by the first bytes only: the rest is to be checked by whoever reads it. */
  readonly assumed: boolean;
}

const delimiters = [';', ',', '\t', '|'];
const sampleBytes = 1 << 18;
const sampleRecords = 200;
/** A header further down is none. */
const deepestHeader = 20;

/** What a cell holds, as it stands in the file with its quotes. */
export function unquote(text: string, quote: string): string {
  const trimmed = text.replace(/[ \t]+$/, '');
  return trimmed.slice(1, -1).replaceAll(quote + quote, quote);
}

/** Text of a cell without its quotes. */
export function cellText(bytes: Uint8Array, quoted: boolean, quote: string, encoding: Encoding): string {
  const text = decode(bytes, cellEncoding(bytes, encoding));
  return quoted ? unquote(text, quote) : text;
}

function code(character: string): number {
  return character.codePointAt(0) ?? 0;
}

interface SampleRecord {
  readonly cells: readonly string[];
  /** Byte of the sample behind it. */
  readonly end: number;
}

/** The first records of a sample as texts; the last one, which may be cut off, only when the sample is the whole file. */
function readSample(
  bytes: Uint8Array,
  encoding: Encoding,
  { delimiter, quote }: { readonly delimiter: string; readonly quote: string },
  whole: boolean,
): SampleRecord[] {
  const size = unitSize(encoding);
  const units: Units = toUnits(bytes.subarray(0, bytes.length - (bytes.length % size)), encoding);
  const syntax = { delimiter: code(delimiter), quote: code(quote) };
  const records: SampleRecord[] = [];
  for (let at = 0; at < units.length && records.length < sampleRecords;) {
    const spans: CellSpan[] = [];
    const next = readRecord(units, at, units.length, whole, syntax, spans);
    if (next === -1) break;
    const cells = spans.map(({ start, end, quoted }) =>
      cellText(bytes.subarray(start * size, end * size), quoted, quote, encoding),
    );
    records.push({ cells, end: next * size });
    at = next;
  }
  return records;
}

/** How well a delimiter explains the records: most of them have the same number of cells, and more than one. */
function scoreDelimiter(records: readonly (readonly string[])[]): number {
  const counts = new Map<number, number>();
  for (const { length } of records) if (length > 1) counts.set(length, (counts.get(length) ?? 0) + 1);
  let best = 0;
  let cells = 0;
  for (const [length, count] of counts) {
    if (count > best || (count === best && length > cells)) [best, cells] = [count, length];
  }
  const recognised = Math.max(0, ...records.slice(0, deepestHeader).map((each) => headerScore(each).recognised));
  return (best / Math.max(1, records.length)) * 10 + recognised * 2 + Math.min(cells, 50) / 100;
}

function detectDelimiter(bytes: Uint8Array, encoding: Encoding, quote: string, whole: boolean): string {
  let best = ';';
  let bestScore = 0;
  for (const delimiter of delimiters) {
    const records = readSample(bytes, encoding, { delimiter, quote }, whole).map(({ cells }) => cells);
    const score = records.some((each) => each.length > 1) ? scoreDelimiter(records) : 0;
    if (score > bestScore) [best, bestScore] = [delimiter, score];
  }
  return best;
}

interface Head {
  readonly preamble: number;
  readonly cells: readonly string[] | null;
}

/** The row with the most column names among the first ones, at least two of them or all there are. */
function findHeader(records: readonly (readonly string[])[]): Head {
  let best: Head = { preamble: 0, cells: null };
  let most = 0;
  records.slice(0, deepestHeader).forEach((cells, preamble) => {
    const { recognised, isHeader } = headerScore(cells);
    if (isHeader && recognised > most) {
      best = { preamble, cells };
      most = recognised;
    }
  });
  return best;
}

function mappedRoles(
  cells: readonly string[] | null,
  width: number,
  columns: Readonly<Record<string, ColumnRole>>,
): readonly (ColumnRole | null)[] {
  const recognised = cells === null ? [] : rolesOf(cells);
  const byName = new Map(Object.entries(columns).map(([name, role]) => [squeeze(name), role]));
  return Array.from({ length: Math.max(width, recognised.length) }, (_, index) => {
    const named = cells?.[index] === undefined ? undefined : byName.get(squeeze(cells[index]));
    return named ?? columns[String(index + 1)] ?? recognised[index] ?? null;
  });
}

function detectColumns(
  records: readonly (readonly string[])[],
  { columns = {}, header }: CsvMapping,
): { readonly head: Head; readonly columns: Dialect['columns'] } {
  const width = Math.max(0, ...records.map((each) => each.length));
  const names = new Set(Object.keys(columns).map(squeeze));
  let head: Head = { preamble: 0, cells: null };
  if (header !== false) {
    const mapped = records
      .slice(0, deepestHeader)
      .findIndex((cells) => cells.some((cell) => Number.isNaN(Number(cell)) && names.has(squeeze(cell))));
    head = mapped === -1 ? findHeader(records) : { preamble: mapped, cells: records[mapped] ?? null };
    if (head.cells === null && header === true) head = { preamble: 0, cells: records[0] ?? null };
  }
  if (head.cells === null && Object.keys(columns).length === 0) return { head, columns: null };
  return { head, columns: mappedRoles(head.cells, width, columns) };
}

/** The line `sep=;` that Excel understands, with or without quotes; it tells the delimiter. */
function readSepLine(
  bytes: Uint8Array,
  encoding: Encoding,
): { readonly delimiter: string; readonly length: number } | null {
  const size = unitSize(encoding);
  const text = decode(bytes.subarray(0, 16 * size), encoding);
  const match = /^"?sep=(.)"?(?:\r\n|\r|\n)/i.exec(text);
  if (match?.[1] === undefined) return null;
  return { delimiter: match[1], length: encode(match[0], encoding).length };
}

/**
 * Reads the beginning of a document, and all of it for the encoding when the beginning does not tell. What the mapping says is taken for
 * granted.
 */
export async function detectDialect(source: ByteSource, mapping: CsvMapping = {}): Promise<DetectedDialect> {
  const memory = new Uint8Array(windowFor(source, sampleBytes));
  const read = await readSource(source).fill(memory);
  const bytes = memory.subarray(0, read);
  const whole = read < memory.length;
  const { encoding, bom, assumed } =
    mapping.encoding === undefined
      ? (readSampleEncoding(bytes, whole) ?? { ...(await detectEncoding(source)), assumed: false })
      : { encoding: mapping.encoding, bom: markLength(bytes, mapping.encoding), assumed: false };
  const sep = readSepLine(bytes.subarray(bom), encoding);
  const start = bom + (sep?.length ?? 0);
  const sample = bytes.subarray(start);
  const quote = mapping.quote ?? '"';
  const delimiter = mapping.delimiter ?? sep?.delimiter ?? detectDelimiter(sample, encoding, quote, whole);
  const records = readSample(sample, encoding, { delimiter, quote }, whole);
  const { head, columns } = detectColumns(
    records.map(({ cells }) => cells),
    mapping,
  );
  const dialect: Dialect = {
    encoding,
    bom,
    delimiter,
    quote,
    sepLine: sep !== null,
    preambleRecords: head.preamble,
    columns,
  };
  const headRecords = head.cells === null ? 0 : head.preamble + 1;
  const dataStart = start + (records[headRecords - 1]?.end ?? 0);
  return {
    dialect,
    syntax: { delimiter: code(delimiter), quote: code(quote) },
    start,
    dataStart,
    headRecords,
    assumed,
  };
}
