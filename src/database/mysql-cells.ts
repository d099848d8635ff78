import type { Connection, QueryOptions } from 'mysql2';
import type { TakeCells } from './database.js';
import { misuse } from './driver-error.js';

/** A packet of the protocol, as mysql2 hands it to the command that is running. */
interface Packet {
  readonly buffer: Buffer;
  readonly offset: number;
  readonly end: number;
  isEOF(): boolean;
}

/** What a command of mysql2 does with the next packet; it returns what is to be done with the one behind it. */
type Step = (this: unknown, packet: Packet, connection: unknown) => Step | null;

/** First bytes of a cell that are not its length: NULL, and that two, three or eight bytes of length follow. */
const Lead = { null: 0xfb, two: 0xfc, three: 0xfd } as const;

/** Where the cells of a row of the text protocol begin and end (each a string with its length in front). */
function findCells({ buffer, offset, end }: Packet, bounds: Int32Array): void {
  let at = offset;
  for (let place = 0; place < bounds.length; place += 2) {
    let length = buffer[at] ?? 0;
    at += 1;
    if (length >= Lead.null) {
      const width = length === Lead.null ? 0 : length === Lead.two ? 2 : length === Lead.three ? 3 : 8;
      // No row is as long as six bytes can say.
      length = width === 0 ? 0 : buffer.readUIntLE(at, Math.min(width, 6));
      at += width;
    }
    bounds[place] = at;
    at += length;
    bounds[place + 1] = at;
  }
  if (at !== end) throw misuse('a row of other cells than were asked for');
}

/**
 * Reads a result without making a value of each cell, which costs mysql2 more than all that is done with most of them: the step of its
 * command that takes rows is replaced, everything else of the protocol stays with it. Rows are taken as they arrive, so that a server
 * that is faster waits. Rejects with what goes wrong, in `take` as well; the connection is of no use then.
 * @param width how many columns there are
 */
export async function readCells(
  connection: Connection,
  options: QueryOptions,
  width: number,
  take: TakeCells,
): Promise<void> {
  const bounds = new Int32Array(2 * width);
  return new Promise((resolve, reject) => {
    let failed = false;
    const fail = (error: unknown): void => {
      failed = true;
      reject(error instanceof Error ? error : misuse(String(error)));
    };
    const query = connection.query(options);
    const command = query as unknown as { row: Step };
    const { row: ownStep } = command;
    const row: Step = function (packet, of) {
      if (packet.isEOF()) return ownStep.call(command, packet, of);
      try {
        if (!failed) {
          findCells(packet, bounds);
          take(packet.buffer, bounds);
        }
      } catch (error) {
        fail(error);
      }
      return row;
    };
    command.row = row;
    query.on('error', fail);
    // Rows that came here would have been kept from `take`.
    query.on('result', () => fail(misuse('mysql2 does not read rows as it did')));
    query.on('end', () => resolve());
  });
}
