import type { ReceivedRequest } from "../support/webhook-receiver";
import type { Broadcast } from "./chain";

const COLOURS: Record<string, string> = {
  critical: "\x1b[1;31m",
  high: "\x1b[31m",
  medium: "\x1b[33m",
  low: "\x1b[36m",
};
const DIM = "\x1b[2m";
const RESET = "\x1b[0m";

/** What the channels are told of an alert, as far as a line says it. */
interface Told {
  id?: string;
  severity?: string;
  title?: string;
  txHash?: string;
  detection?: string;
  path?: { path: { name: string }[] } | null;
  outcome?: { kind: string } | null;
}

/** Sentences for the terminal about attacks and the alerts they caused. */
export interface AlertLines {
  attack: (what: string, broadcast: Broadcast) => void;
  webhook: (request: ReceivedRequest) => void;
}

/**
 * Writes one line for each attack, one for each alert, with the time between the two, and one for what became of it: of
 * its transaction, and whether somebody acknowledged it or has to be reminded.
 */
export function createAlertLines(output: NodeJS.WriteStream): AlertLines {
  const broadcastAtMs = new Map<string, number>();
  const paint = (colour: string, text: string) => (output.isTTY && colour ? `${colour}${text}${RESET}` : text);
  const write = (text: string) => void output.write(`${new Date().toTimeString().slice(0, 8)}  ${text}\n`);

  return {
    attack: (what, { hash, broadcastAtMs: at }) => {
      broadcastAtMs.set(hash, at);
      if (broadcastAtMs.size > 100) broadcastAtMs.delete(broadcastAtMs.keys().next().value ?? "");
      write(`mempool   ${what}`);
    },
    webhook: ({ json, verified, receivedAtMs }) => {
      const { severity = "", title = "", txHash = "", ...told }: Told = json?.data ?? {};
      if (json?.type === "alert.updated") write(paint(DIM, `${String(json.change).padEnd(9)} ${title}`));
      if (json?.type === "alert.acknowledged")
        write(paint(DIM, `taken     ${title}  (by ${json.acknowledgement?.by})`));
      if (json?.type !== "alert.created") return;
      const since = broadcastAtMs.get(txHash);
      const delay =
        since === undefined ? "" : `  (${Math.max(1, Math.round(receivedAtMs - since))} ms after broadcast)`;
      const doubt = verified ? "" : "  (signature is wrong!)";
      const label = paint(COLOURS[severity] ?? "", severity.toUpperCase().padEnd(8));
      write(`${label}  ${title}${delay}${howFound(told)}${doubt}`);
    },
  };
}

/** What is special about it, in some words; nothing for a call that anybody would have seen. */
function howFound({ detection, path, outcome }: Told): string {
  const words = [
    ...(path && path.path.length > 0 ? [`inside ${path.path.map(({ name }) => name).join(" > ")}`] : []),
    ...(detection === "simulation" ? ["seen in simulation"] : []),
    ...(detection === "mined" ? ["mined"] : []),
    ...(outcome?.kind === "would_revert" ? ["would revert"] : []),
  ];
  return words.length === 0 ? "" : `  [${words.join(", ")}]`;
}
