import { startWebhookReceiver } from "../support/webhook-receiver";

/**
 * A webhook's far side in a process of its own. Its first message is its URL; every other message is answered with the
 * requests so far: the transaction's hash and when the body was complete.
 */
const arrivals: [string, number][] = [];
const receiver = await startWebhookReceiver({
  onRequest: ({ json, receivedAtMs }) => arrivals.push([json.data.txHash, receivedAtMs]),
});

process.on("message", () => process.send?.(arrivals));
process.on("disconnect", () => process.exit(0));
process.send?.(receiver.url);
