import { expect, test, vi } from "vitest";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";

import { defaultTuning } from "./default-tuning";
import { HashLookup } from "./hash-lookup";
import { RpcError } from "./rpc-errors";

function hash(i: number): string {
  return `0x${i.toString(16).padStart(64, "0")}`;
}

type OnAnswer = (index: number, error: Error | null, result: unknown) => void;

/** A look-up whose node's answers the test gives by hand. */
function scripted(tuning = {}) {
  const asked: { hashes: string[]; onAnswer: OnAnswer }[] = [];
  const found: string[] = [];
  const counters = { outstanding: 0, found: 0, missing: 0, dropped: 0 };
  const delivered = new Set<string>();
  const lookup = new HashLookup({
    socket: {
      requestBatch: (_method, params, _timeoutMs, onAnswer) => {
        asked.push({ hashes: params.map(([one]) => String(one)), onAnswer });
      },
    },
    tuning: { ...defaultTuning, lookupRetryDelaysMs: [1, 1], ...tuning },
    counters,
    isDelivered: (one) => delivered.has(one),
    onTransaction: (transaction: RpcTransaction) => found.push(transaction.hash),
  });
  const answer = (batch: number, give: (hash: string) => unknown) => {
    const { hashes, onAnswer } = asked[batch] ?? { hashes: [], onAnswer: () => {} };
    hashes.forEach((one, index) => {
      const given = give(one);
      onAnswer(index, given instanceof Error ? given : null, given);
    });
  };
  return { lookup, asked, found, counters, delivered, answer };
}

function body(one: string) {
  return { hash: one, input: "0x", value: "0x0", nonce: "0x0", to: null };
}

test("what arrives together is asked for together, at most a batch's size at once", async () => {
  const { lookup, asked, answer, found, counters } = scripted();
  for (let i = 0; i < 25; i++) lookup.add(hash(i), i);
  await vi.waitFor(() => expect(asked.map(({ hashes }) => hashes.length)).toEqual([20, 5]));
  answer(0, body);
  answer(1, body);
  expect(found).toHaveLength(25);
  expect(counters).toEqual({ outstanding: 0, found: 25, missing: 0, dropped: 0 });
});

test("null is asked again after a pause and given up in the end", async () => {
  const { lookup, asked, answer, counters } = scripted();
  lookup.add(hash(1), 1);
  for (let i = 0; i < 3; i++) {
    await vi.waitFor(() => expect(asked).toHaveLength(i + 1));
    answer(i, () => null);
  }
  expect(counters).toEqual({ outstanding: 0, found: 0, missing: 1, dropped: 0 });
});

test("what another endpoint has delivered is not asked for", async () => {
  const { lookup, asked, delivered, counters } = scripted();
  delivered.add(hash(1));
  lookup.add(hash(1), 1);
  lookup.add(hash(2), 2);
  await vi.waitFor(() => expect(asked.map(({ hashes }) => hashes)).toEqual([[hash(2)]]));
  expect(counters.outstanding).toBe(1);
});

test("a node that refuses batches is asked one by one", async () => {
  const { lookup, asked, answer, found } = scripted();
  lookup.add(hash(1), 1);
  lookup.add(hash(2), 2);
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  answer(0, () => new RpcError(-32600, "batches are not supported"));
  await vi.waitFor(() => expect(asked.slice(1).map(({ hashes }) => hashes)).toEqual([[hash(1)], [hash(2)]]));
  answer(1, body);
  answer(2, body);
  expect(found).toEqual([hash(1), hash(2)]);
});

test("with too many outstanding the oldest waiting are given up and counted", async () => {
  const { lookup, asked, counters } = scripted({ lookupMaxBatches: 1, lookupBatchSize: 2, lookupMaxOutstanding: 5 });
  for (let i = 0; i < 10; i++) lookup.add(hash(i), i);
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  expect(counters).toMatchObject({ outstanding: 5, dropped: 5 });
});

test("an answer that is another transaction is none, and is asked for again", async () => {
  const { lookup, asked, answer, found } = scripted();
  lookup.add(hash(1), 1);
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  answer(0, () => body(hash(2)));
  await vi.waitFor(() => expect(asked).toHaveLength(2));
  answer(1, body);
  expect(found).toEqual([hash(1)]);
});

test("closing forgets what was outstanding", async () => {
  const { lookup, asked, answer, found, counters } = scripted();
  lookup.add(hash(1), 1);
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  lookup.close();
  answer(0, body);
  expect(found).toEqual([]);
  expect(counters).toEqual({ outstanding: 0, found: 0, missing: 0, dropped: 1 });
});
