import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SearchedRows, TextFilter, TextSearch, Value } from './database.js';
import { misuse } from './driver-error.js';
import { sqliteSearch, wantedFunction } from './search-text.js';
import { exactValues, type SqliteConnection } from './sqlite-connection.js';

/** Rows after which the event loop has its turn, whether one was wanted or not. */
const rowsPerTurn = 5000;

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
      // `pausing`: a row let out only to have the event loop's turn, not wanted.
      const turn = { read: 0, pausing: false };
      asked = (text) => {
        turn.read += 1;
        if (filter.test(String(text))) return true;
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
            wanted.push({ key: values.slice(0, what.key.length).map(String), text: String(values.at(-1)), hint: 0 });
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
