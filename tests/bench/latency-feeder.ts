import { startPacedNode } from "./paced-node";
import { repeatMainnetTransactions } from "./workload";

/**
 * A node in a process of its own. Its first message is its URL. `subscribed?` is answered when somebody listens;
 * `announce` announces that many transactions of the repeated workload, after the first `from`, and answers with the time at which each one's
 * frame was written, by hash.
 */
const node = await startPacedNode();

async function announce(from: number, count: number, perSecond: number): Promise<void> {
  const writtenAtMs: [string, number][] = [];
  await node.announce(repeatMainnetTransactions(from + count).slice(from), {
    perSecond,
    onWritten: (hash, atMs) => writtenAtMs.push([hash, atMs]),
  });
  process.send?.(writtenAtMs);
}

function untilSubscribed(): void {
  if (node.isSubscribed()) process.send?.("subscribed");
  else setTimeout(untilSubscribed, 20);
}

type Message = { kind: "subscribed?" } | { kind: "announce"; from: number; count: number; perSecond: number };

process.on("message", (message: Message) => {
  if (message.kind === "subscribed?") untilSubscribed();
  else void announce(message.from, message.count, message.perSecond);
});
process.on("disconnect", () => process.exit(0));
process.send?.(node.url);
