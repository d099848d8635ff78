import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SearchedRows, TextFilter, TextSearch, Value } from './database.js';
import { misuse } from './driver-error.js';
import { betweenCells, sqliteSearch, textOf, wantedFunction } from './search-text.js';
import { exactValues, type SqliteConnection } from './sqlite-connection.js';

/** Rows after which the event loop has its turn, whether one was wanted or not. */
const rowsPerTurn = 5000;

/** What stands in a text instead of bytes that are no UTF-8: of a program that wrote another encoding, or of a BLOB. */
const unreadable = '\ufffd';

/** The text of a row of which some bytes are no UTF-8: each cell is read for itself. */
function textOfCells(bytes: Buffer): string {
  const cells: string[] = [];
  for (let start = 0; start <= bytes.length;) {
    const end = bytes.indexOf(betweenCells, start);
    cells.push(textOf(bytes.subarray(start, end === -1 ? bytes.length : end)));
    start = end === -1 ? bytes.length + 1 : end + 1;
  }
  return cells.join(betweenCells);
}

/** Searches texts on one connection; see `Database.search`. */
export interface SqliteSearcher {
  search(what: TextSearch, filter: TextFilter, visit: (rows: SearchedRows) => void): Promise<void>;
}

export function sqliteSearcher(connection: SqliteConnection): SqliteSearcher {
  let asked: ((text: unknown) => boolean) | null = null;
  connection.function(wantedFunction, (text: unknown) => (asked?.(text) === true ? 1 : 0));
  return {
    async search(what, filter, visit) {
      if (asked !== null) throw misuse('SQLite: two searches at a time');
      // Of UTF-16 there are no bytes that could not be read.
      const isUtf8 = connection.pragma('encoding', { simple: true }) === 'UTF-8';
      // `pausing`: a row let out only to have the event loop's turn, not wanted.
      const turn = { read: 0, pausing: false };
      asked = (text) => {
        turn.read += 1;
        const read = String(text);
        if (filter.test(read) || read.includes(unreadable)) return true;
        turn.pausing = turn.read >= rowsPerTurn;
        return turn.pausing;
      };
      const rows = connection.prepare(sqliteSearch(what)).safeIntegers(true).raw(true).iterate();
      try {
        let wanted: SearchedRows['wanted'][number][] = [];
        for (;;) {
          const next = rows.next();
          if (next.done !== true && !turn.pausing) {
            const values: Value[] = exactValues(next.value as unknown[]);
            const [read, bytes] = [String(values.at(-2)), values.at(-1)];
            const isOdd = read.includes(unreadable);
            const text = isOdd && isUtf8 && Buffer.isBuffer(bytes) ? textOfCells(bytes) : read;
            if (!isOdd || filter.test(text))
              wanted.push({ key: values.slice(0, what.key.length).map(String), text, hint: 0 });
          }
          if (next.done !== true && turn.read < rowsPerTurn) continue;
          visit({ read: turn.read, wanted });
          if (next.done === true) return;
          [turn.read, turn.pausing, wanted] = [0, false, []];
          await nextTurn();
        }
      } finally {
        rows.return?.();
        asked = null;
      }
    },
  };
}
