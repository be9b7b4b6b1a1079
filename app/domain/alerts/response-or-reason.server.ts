import { AppError } from "~/domain/errors";
import { ResponseTemplate } from "~/domain/rules/response-template";
import { normalizeAddress, toChecksum } from "~/domain/transactions/address";
import { visibleText } from "~/domain/transactions/visible-text";
import { unionAbi } from "~/domain/watchlists/union-abi";
import type { Context } from "~/platform/context.server";
import type { Alert } from "./alert";
import type { PreparedResponse } from "./prepared-response";
import { ALERT_INCLUDE, presentAlert } from "./present-alert";
import { responseCall } from "./response-call";
import { responseCastLine } from "./response-cast-line";
import { responseSafeBatch } from "./response-safe-batch";
import { type ResponseContract, responseWarnings } from "./response-warnings";

const MAX_NAME = 80;
const INCLUDE = {
  ...ALERT_INCLUDE,
  network: { select: { name: true, chainId: true } },
  rule: { select: { name: true, response: true, side: true, entry: { select: { address: true } } } },
} as const;
/** Arguments of the watched call or event: whoever sent the transaction chose them. */
const CHOSEN = /\{\{\s*((?:call|event)\.args\.[\w$]+)\s*\}\}/g;

/** A response, or why none can be made, in a sentence. */
export type ResponseOrReason = { response: PreparedResponse; reason: null } | { response: null; reason: string };

/**
 * The unsigned transaction that would answer an alert, from the template of its rule, or why there is none. Without a
 * template it is `pause()` on the watched contract.
 *
 * @throws AppError `not_found` when there is no such alert.
 */
export async function responseOrReason(
  ctx: Pick<Context, "db">,
  { alertId }: { alertId: string },
): Promise<ResponseOrReason> {
  const row = await ctx.db.alert.findUnique({ where: { id: alertId }, include: INCLUDE });
  if (!row) throw new AppError("not_found", "There is no alert with this id.");
  const alert = presentAlert(row);
  const parsed = ResponseTemplate.safeParse(row.rule.response ?? {});
  if (!parsed.success) return none("the response of the rule can't be read; save the rule again");
  const template = parsed.data;

  const to = destinationOf(template, alert, row.rule.entry?.address ?? null);
  if ("reason" in to) return none(to.reason);
  const contract = await findContract(ctx, row.networkId, to.address);
  const call = responseCall(template, { abi: contract.abi, facts: { alert, nonce: row.nonce.toString() } });
  if (!call.ok) return none(call.errors.map(({ pointer, detail }) => `${pointer.slice(1)} ${detail}`).join("; "));
  if (call.data === null) return none("a field has no value in this alert");

  const chainId = Number(row.network.chainId);
  const summary = summaryOf(call.signature, template, { ...to, name: contract.name });
  const parts = { chainId, to: to.address, value: BigInt(template.value).toString(), data: call.data };
  const description = `${summary} Alert ${alert.id}: ${visibleText(alert.title, MAX_NAME * 2)}`;
  const name = `Sentinel: ${call.signature}`;
  const createdAtMs = row.detectedAt.getTime();
  const warnings = responseWarnings({
    fn: call.fn,
    contract,
    value: parts.value,
    txStatus: alert.txStatus,
    chosenBySender: [...new Set([...template.args.join(" ").matchAll(CHOSEN)].map(([, field = ""]) => field))],
    isSender: row.rule.side !== "target" && to.address === alert.from,
  });
  return {
    response: {
      summary,
      ...parts,
      signature: call.signature,
      safeTransactionBuilder: responseSafeBatch({ ...parts, name, description, createdAtMs }),
      castSend: responseCastLine(parts),
      warnings,
    },
    reason: null,
  };
}

function none(reason: string): ResponseOrReason {
  return { response: null, reason: `No response can be prepared: ${visibleText(reason, 500)}.`.replace(/\.\.$/, ".") };
}

/**
 * Where it goes: what the template says, else the contract that the rule watches (the alert may be about somebody who
 * controls it), else the one that the alert is about.
 */
function destinationOf(
  { to }: ResponseTemplate,
  alert: Alert,
  watched: string | null,
): { address: string } | { reason: string } {
  const field = /^\{\{\s*(to|target)\s*\}\}$/.exec(to?.trim() ?? "")?.[1];
  if (to != null && field === undefined) {
    const read = normalizeAddress(to);
    return read.ok ? { address: toChecksum(read.address) } : { reason: `its address is not one: ${read.detail}` };
  }
  const found = field === "to" ? alert.to : field === "target" ? alert.target : (watched ?? alert.target ?? alert.to);
  return found === null
    ? { reason: "the alert names no contract that it could go to" }
    : { address: toChecksum(found) };
}

async function findContract(
  ctx: Pick<Context, "db">,
  networkId: string,
  address: string,
): Promise<ResponseContract & { name: string | null }> {
  const entry = await ctx.db.watchlistEntry.findUnique({
    where: { networkId_address: { networkId, address: address.toLowerCase() } },
    select: { name: true, abi: true, abis: true, control: { select: { implementation: true } } },
  });
  if (!entry) return { name: null, abi: null, implementation: null };
  const implementation = entry.control?.implementation ?? null;
  return {
    name: entry.name,
    abi: unionAbi(entry),
    implementation: implementation === null ? null : toChecksum(implementation),
  };
}

function summaryOf(
  signature: string,
  { value }: ResponseTemplate,
  { address, name }: { address: string; name: string | null },
): string {
  const contract = name === null ? address : `${visibleText(name, MAX_NAME)} (${address})`;
  const along = BigInt(value) === 0n ? "" : ` with ${value} wei`;
  return `Calls ${signature} on ${contract}${along}.`;
}
