import type { Connection, QueryOptions } from 'mysql2';
import type { TakeRow } from './database.js';
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

/**
 * Reads a result without making a value of each cell, which costs mysql2 more than all that is done with most of them: the step of its
 * command that takes rows is replaced, everything else of the protocol stays with it. Rows are taken as they arrive, so that a server
 * that is faster waits. Rejects with what goes wrong, in `take` as well; the connection is of no use then.
 */
export async function readSent(connection: Connection, options: QueryOptions, take: TakeRow): Promise<void> {
  return new Promise((resolve, reject) => {
    let failed = false;
    const fail = (error: unknown): void => {
      failed = true;
      connection.off('error', fail);
      reject(error instanceof Error ? error : misuse(String(error)));
    };
    // A lost connection is told to it alone, not to the query.
    connection.on('error', fail);
    const query = connection.query(options);
    const command = query as unknown as { row: Step };
    const { row: ownStep } = command;
    const row: Step = function (packet, of) {
      if (packet.isEOF()) return ownStep.call(command, packet, of);
      try {
        if (!failed) take(packet.buffer, packet.offset, packet.end);
      } catch (error) {
        fail(error);
      }
      return row;
    };
    command.row = row;
    query.on('error', fail);
    // Rows that came here would have been kept from `take`.
    query.on('result', () => fail(misuse('mysql2 does not read rows as it did')));
    query.on('end', () => {
      connection.off('error', fail);
      resolve();
    });
  });
}
