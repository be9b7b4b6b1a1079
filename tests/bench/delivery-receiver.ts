import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * An instant far side in a process of its own. Its first message is its URL; every other message is answered with the
 * requests since the last: the webhook's id and when its body was complete (ms since the epoch, with fractions).
 */
let arrivals: [id: string, atMs: number][] = [];
const server = createServer((request, response) => {
  request.resume().on("end", () => {
    arrivals.push([String(request.headers["webhook-id"]), performance.timeOrigin + performance.now()]);
    response.end();
  });
});
await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));

process.on("message", () => {
  process.send?.(arrivals);
  arrivals = [];
});
process.on("disconnect", () => process.exit(0));
process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`);
