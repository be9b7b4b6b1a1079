import type { AddressInfo } from "node:net";
import { createServer, connect as dial, type Server, type Socket } from "node:net";

/** A pipe between a client and a server, which can be cut as a cable can. */
export interface TcpProxy {
  port: number;
  /** Ends every connection at once and refuses new ones, until `restore`. */
  cut: () => Promise<void>;
  /** Lets nothing through the present connections any more, without ending them: a route that is gone. */
  stall: () => void;
  /** Takes connections again, on the same port. */
  restore: () => Promise<void>;
  /** The same URL, leading through the pipe. */
  through: (url: string) => string;
  close: () => Promise<void>;
}

/** Starts a pipe on 127.0.0.1 to what `url` names (any scheme, with a port). */
export async function startTcpProxy(url: string): Promise<TcpProxy> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let port = 0;
  let server: Server | null = null;

  const accept = (client: Socket) => {
    const upstream = dial(Number(target.port), target.hostname);
    const ends = [client, upstream];
    for (const [socket, other] of [ends, [...ends].reverse()] as [Socket, Socket][]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.pipe(other);
      // A reset is what this is for; the other end is told by the close that follows.
      socket.on("error", () => other.destroy());
      socket.on("close", () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
  };
  const restore = async () => {
    if (server) return;
    const next = createServer(accept);
    await new Promise<void>((done, fail) => {
      next.once("error", fail);
      next.listen(port, "127.0.0.1", done);
    });
    port = (next.address() as AddressInfo).port;
    server = next;
  };
  const stall = () => {
    for (const socket of sockets) socket.unpipe().pause();
  };
  const cut = async () => {
    const old = server;
    server = null;
    const closed = old === null ? undefined : new Promise<void>((done) => old.close(() => done()));
    for (const socket of sockets) socket.resetAndDestroy();
    await closed;
  };

  await restore();
  return {
    port,
    cut,
    stall,
    restore,
    through: (other) => {
      const changed = new URL(other);
      changed.hostname = "127.0.0.1";
      changed.port = String(port);
      return changed.href;
    },
    close: cut,
  };
}
