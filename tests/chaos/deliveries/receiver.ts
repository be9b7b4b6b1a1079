import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** How long it takes to answer, ms: so that there is always something between send and record. */
const ANSWER_MS = { least: 2, most: 20 };

/** A far side that notes under which id and when each request came. */
export async function startReceiver() {
  const arrivals = new Map<string, number[]>();
  const server = createServer((request, response) => {
    request.resume().on("end", () => {
      const id = String(request.headers["webhook-id"]);
      arrivals.set(id, [...(arrivals.get(id) ?? []), Date.now()]);
      const wait = ANSWER_MS.least + Math.random() * (ANSWER_MS.most - ANSWER_MS.least);
      setTimeout(() => response.end("ok"), wait);
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    arrivals,
    close: () =>
      new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
