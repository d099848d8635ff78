import { createServer, connect, type Server, type Socket } from 'node:net';

/** What happens to the next COMMIT that passes: nothing; it never arrives; or it arrives and its answer is lost. */
export type CommitFate = 'passes' | 'never arrives' | 'answer lost';

export interface LossyProxy {
  readonly socket: string;
  /** Sets the fate of the next COMMIT; with `gone`, nobody can connect any more afterwards. */
  lose(fate: CommitFate, gone?: boolean): void;
  stop(): Promise<void>;
}

/** COM_QUERY with the text COMMIT, as it stands in a packet of the protocol. */
const commit = Buffer.from('\u0003COMMIT');

/** A socket in front of a server's, on which a connection can be lost at the worst of moments. */
export async function startLossyProxy(socket: string, path: string): Promise<LossyProxy> {
  let fate: CommitFate = 'passes';
  let goneAfter = false;
  let gone = false;
  const open = new Set<Socket>();
  const server: Server = createServer((client) => {
    if (gone) {
      client.destroy();
      return;
    }
    const upstream = connect(socket);
    for (const each of [client, upstream]) {
      open.add(each);
      each.once('close', () => open.delete(each));
      each.on('error', () => undefined);
    }
    let losing = false;
    const cut = (): void => {
      gone = goneAfter;
      fate = 'passes';
      client.destroy();
      upstream.destroy();
    };
    client.on('data', (chunk) => {
      if (fate !== 'passes' && chunk.includes(commit)) {
        if (fate === 'never arrives') {
          cut();
          return;
        }
        losing = true;
      }
      upstream.write(chunk);
    });
    upstream.on('data', (chunk) => {
      if (losing) cut();
      else client.write(chunk);
    });
    client.once('close', () => upstream.destroy());
    upstream.once('close', () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return {
    socket: path,
    lose(next, thenGone = false) {
      fate = next;
      goneAfter = thenGone;
      gone = false;
    },
    async stop() {
      for (const each of open) each.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
