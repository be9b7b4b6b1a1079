import { startPacedNode } from "./paced-node";
import { repeatMainnetTransactions } from "./workload";

/**
 * A node in a process of its own. Its first message is its URL. `subscribed?` is answered when somebody listens;
 * `announce` announces transactions of the repeated workload, by their indexes, and answers with the time at which each one's
 * frame was written, by hash.
 */
const node = await startPacedNode();

async function announce({ indexes, perSecond }: Announcement): Promise<void> {
  const writtenAtMs: [string, number][] = [];
  const workload = repeatMainnetTransactions(largest(indexes) + 1);
  const transactions = indexes.flatMap((index) => workload[index] ?? []);
  await node.announce(transactions, {
    perSecond,
    onWritten: (hash, atMs) => writtenAtMs.push([hash, atMs]),
  });
  process.send?.(writtenAtMs);
}

function untilSubscribed(): void {
  if (node.isSubscribed()) process.send?.("subscribed");
  else setTimeout(untilSubscribed, 20);
}

function largest(indexes: readonly number[]): number {
  return indexes.reduce((most, index) => Math.max(most, index), 0);
}

interface Announcement {
  kind: "announce";
  /** Into the repeated workload. */
  indexes: number[];
  perSecond: number;
}

type Message = { kind: "subscribed?" } | Announcement;

process.on("message", (message: Message) => {
  if (message.kind === "subscribed?") untilSubscribed();
  else void announce(message);
});
process.on("disconnect", () => process.exit(0));
process.send?.(node.url);
