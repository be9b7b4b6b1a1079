import type { ReceivedRequest } from "../support/webhook-receiver";
import type { Broadcast } from "./chain";

const COLOURS: Record<string, string> = {
  critical: "\x1b[1;31m",
  high: "\x1b[31m",
  medium: "\x1b[33m",
  low: "\x1b[36m",
};
const RESET = "\x1b[0m";

/** Sentences for the terminal about attacks and the alerts they caused. */
export interface AlertLines {
  attack: (what: string, broadcast: Broadcast) => void;
  webhook: (request: ReceivedRequest) => void;
}

/** Writes one line for each attack and one for each alert, with the time between the two. */
export function createAlertLines(output: NodeJS.WriteStream): AlertLines {
  const broadcastAtMs = new Map<string, number>();
  const colour = (severity: string) => (output.isTTY ? [COLOURS[severity] ?? "", RESET] : ["", ""]);
  const write = (text: string) => void output.write(`${new Date().toTimeString().slice(0, 8)}  ${text}\n`);

  return {
    attack: (what, { hash, broadcastAtMs: at }) => {
      broadcastAtMs.set(hash, at);
      if (broadcastAtMs.size > 100) broadcastAtMs.delete(broadcastAtMs.keys().next().value ?? "");
      write(`mempool   ${what}`);
    },
    webhook: ({ json, verified, receivedAtMs }) => {
      if (json?.type !== "alert.created") return;
      const { severity = "", title = "", txHash = "" } = json.data ?? {};
      const [on, off] = colour(severity);
      const since = broadcastAtMs.get(txHash);
      const delay =
        since === undefined ? "" : `  (${Math.max(1, Math.round(receivedAtMs - since))} ms after broadcast)`;
      const doubt = verified ? "" : "  (signature is wrong!)";
      write(`${on}${severity.toUpperCase().padEnd(8)}${off}  ${title}${delay}${doubt}`);
    },
  };
}
