import { Pool } from "undici";

/** One run: `requests` of a path, each with the next of `headers`, so many at a time. */
export interface LoadOrder {
  origin: string;
  path: string;
  headers: Record<string, string>[];
  concurrency: number;
  /** It ends when either is reached. */
  requests: number;
  seconds: number;
}

/** What was seen: times from sending to the last byte, ms. */
export interface LoadReport {
  latenciesMs: number[];
  requestsPerSecond: number;
  /** Bytes of one answer. */
  bytes: number;
}

/** A process of its own, so that what it does isn't taken for the server's time. Each message is one run. */
async function run({ origin, path, headers, concurrency, requests, seconds }: LoadOrder): Promise<LoadReport> {
  const pool = new Pool(origin, { connections: concurrency, pipelining: 1 });
  const latenciesMs: number[] = [];
  let sent = 0;
  let bytes = 0;
  const startedAt = performance.now();
  const until = startedAt + seconds * 1_000;
  const one = async () => {
    while (sent < requests && performance.now() < until) {
      const own = headers[sent % headers.length] ?? {};
      sent += 1;
      const sentAt = performance.now();
      const { statusCode, body } = await pool.request({ path, method: "GET", headers: own });
      const answer = await body.arrayBuffer();
      latenciesMs.push(performance.now() - sentAt);
      bytes = answer.byteLength;
      if (statusCode !== 200)
        throw new Error(`${path} answered ${statusCode}: ${Buffer.from(answer).toString().slice(0, 300)}`);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, one));
  const tookMs = performance.now() - startedAt;
  await pool.close();
  return { latenciesMs, requestsPerSecond: (latenciesMs.length / tookMs) * 1_000, bytes };
}

process.on("message", async (order: LoadOrder) => process.send?.(await run(order)));
process.on("disconnect", () => process.exit(0));
process.send?.("ready");
