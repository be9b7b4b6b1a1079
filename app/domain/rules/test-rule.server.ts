import type { Explanation } from "~/domain/alerts/explanation";
import { type FoundTransaction, findTransaction } from "~/domain/backtests/find-transaction.server";
import { readTransaction } from "~/domain/backtests/read-transaction";
import { AppError, type FieldError } from "~/domain/errors";
import { toChecksum } from "~/domain/transactions/address";
import { selectorOf } from "~/domain/transactions/decode-call";
import { intentOf } from "~/domain/transactions/intent";
import type { Context } from "~/platform/context.server";
import type { OpenJsonRpc } from "~/platform/json-rpc.server";
import { compileRule } from "./compile-rule";
import { evaluateRule } from "./evaluate-rule";
import { findNearMisses } from "./find-near-misses";
import { requireTrialNetwork } from "./require-trial-network.server";
import type { RuleMatch } from "./rule-match";
import type { NewTrial, RuleTrial } from "./rule-trial";
import { SignatureCache } from "./signature-cache";
import { snapshotRule } from "./snapshot-rule.server";
import { toRuleSource } from "./to-rule-source.server";

const NO_HASH = /^0x0{64}$/;

/**
 * Asks a rule, saved or not, of one transaction. Nothing is written or sent.
 *
 * @param open asks the network's nodes, for a hash.
 * @throws AppError `invalid_input` (pointers of the body), `not_found` (the rule; `transaction_not_found`), or
 *   `unavailable` when no endpoint answers.
 */
export async function testRule(
  ctx: Context,
  { input, open }: { input: NewTrial; open: OpenJsonRpc },
): Promise<RuleTrial> {
  requireChoices(input);
  const { rule: unsaved, ruleId = "" } = input;
  const snapshot = await snapshotRule(ctx, unsaved === undefined ? { ruleId } : { rule: unsaved });
  const network = await requireTrialNetwork(ctx, { name: input.network, rule: snapshot });
  const { source, lists } = await toRuleSource(ctx, { rule: snapshot, network });
  const rule = compileRule(source, { lists, signatures: new SignatureCache() });
  if ("detail" in rule)
    throw new AppError("unprocessable", `The rule can't be tried. ${rule.detail}`, { slug: "rule_unusable" });
  const found = await transactionOf(ctx, { input, network, open });
  const { matched, explanation, match } = evaluateRule(rule, found);
  const explained = findNearMisses(explanation);
  return {
    matched,
    explanation: explained,
    nearMisses: nearMissesOf(explained),
    uncertain: match?.uncertain ?? null,
    call: match === null ? null : callOf(match),
    transaction: presentTransaction(found),
  };
}

/** One of `rule` and `ruleId`, one of `txHash` and `transaction`. */
function requireChoices({ rule, ruleId, txHash, transaction }: NewTrial): void {
  const errors: FieldError[] = [];
  const check = (names: [string, string], values: [unknown, unknown], what: string) => {
    const given = names.filter((_name, at) => values[at] !== undefined);
    if (given.length === 0) {
      const detail = `one of ${names.join(" and ")} is required: ${what}`;
      errors.push({ pointer: `/${names[0]}`, detail, code: "required" });
    } else if (given.length > 1) {
      const detail = `give one of ${names.join(" and ")}, not both`;
      errors.push({ pointer: `/${names[1]}`, detail, code: "ambiguous" });
    }
  };
  check(["rule", "ruleId"], [rule, ruleId], "what to try");
  check(["txHash", "transaction"], [txHash, transaction], "what to try it on");
  const [first] = errors;
  if (first) throw new AppError("invalid_input", `${first.pointer.slice(1)}: ${first.detail}`, { errors });
}

async function transactionOf(
  ctx: Context,
  {
    input: { txHash, transaction },
    network,
    open,
  }: { input: NewTrial; network: { id: string; name: string; chainId: bigint }; open: OpenJsonRpc },
): Promise<FoundTransaction> {
  if (txHash !== undefined) return findTransaction(ctx, { networkId: network.id, hash: txHash, open });
  const read = readTransaction(transaction);
  if ("errors" in read) throw new AppError("invalid_input", "The transaction can't be read.", { errors: read.errors });
  const { chainId } = read.transaction;
  if (chainId !== undefined && BigInt(chainId) !== network.chainId) {
    const detail = `is of the chain ${BigInt(chainId)}, and ${network.name} is the chain ${network.chainId}`;
    const errors = [{ pointer: "/transaction", detail, code: "chain_mismatch" }];
    throw new AppError("invalid_input", `transaction: ${detail}.`, { errors });
  }
  return { transaction: read.transaction, facts: null, logs: [] };
}

function nearMissesOf(node: Explanation): string[] {
  const own = node.nearMiss ? [node.label] : [];
  return [...own, ...(node.children ?? []).flatMap(nearMissesOf)];
}

function callOf({ call, functions }: RuleMatch): RuleTrial["call"] {
  if (call === null) return null;
  return {
    to: toChecksum(call.to),
    selector: selectorOf(call.input),
    signature: functions[0]?.signature ?? null,
    depth: call.depth,
    path: call.path.map(({ to, name, index }) => ({ to: toChecksum(to), name, index })),
  };
}

function presentTransaction({ transaction, facts, logs }: FoundTransaction): RuleTrial["transaction"] {
  const { hash, to, input, value } = transaction;
  const sender = intentOf(transaction)?.sender ?? null;
  return {
    hash: NO_HASH.test(hash) ? null : hash,
    from: sender === null ? null : toChecksum(sender),
    to: to === null ? null : toChecksum(to),
    value: BigInt(value).toString(),
    selector: selectorOf(input),
    status: facts === null ? "pending" : facts.status === "Failure" ? "failed" : "confirmed",
    blockNumber: facts === null ? null : Number(facts.blockNumber),
    logs: logs.length,
  };
}
