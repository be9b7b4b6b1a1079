import type { ConditionNode } from "~/domain/conditions/condition-ast";
import { printCondition } from "~/domain/conditions/print-condition";
import { checkRuleLook } from "~/domain/rules/check-rule-look";
import type { RuleLook } from "~/domain/rules/rule-look";
import { resolveEvent } from "~/domain/signatures/resolve-event";
import { resolveSignature } from "~/domain/signatures/resolve-signature";
import type { ImportReporter } from "./import-reporter";
import type { MonitorConditions } from "./monitor-schema";
import { type TransactionDemand, transactionDemand } from "./monitor-transactions";
import { translateExpression } from "./translate-expression";

/** What a rule of a monitor looks at; `suffix` tells it from the monitor's others. */
export interface MonitorLook {
  suffix: string | null;
  look: Pick<RuleLook, "trigger" | "side" | "stage" | "signature" | "event" | "condition">;
}

interface Contract {
  /** Clean; null when the monitor gives none. */
  abi: unknown[] | null;
}

interface Place {
  /** Of the monitor's `match_conditions`. */
  path: string;
  report: ImportReporter;
}

const NOWHERE = { start: 0, end: 0 };

/**
 * What a monitor looks at on one of its contracts, as rules: one for each function and event (any of them is enough
 * there), each with what is asked of the transaction; or one for the transactions alone. Mined transactions only, as
 * there. What our own check refuses is reported and left out.
 */
export function monitorLooks(conditions: MonitorConditions, contract: Contract, place: Place): MonitorLook[] {
  const { functions, events, transactions, ...rest } = conditions;
  const { path, report } = place;
  report.unknownFields(path, rest, []);
  const demand = transactionDemand(transactions, `${path}/transactions`, report);
  if (demand.kind === "never") {
    report.notImported(path, "none of its transactions can ever match, so nothing of it does");
    return [];
  }
  if (functions.length === 0 && events.length === 0) return transactionLook(demand, place);
  const calls = functions.flatMap(({ internal = false, ...each }, index) => {
    const own = { path: `${path}/functions/${index}`, report };
    const look = readLook("call", each, { contract, demand, place: own });
    if (look !== null) reportCalls(internal, own);
    return look ?? [];
  });
  const logs = events.flatMap(
    (each, index) =>
      readLook("event", each, { contract, demand, place: { path: `${path}/events/${index}`, report } }) ?? [],
  );
  return [...calls, ...logs];
}

function reportCalls(isInternal: boolean, { path, report }: Place): void {
  if (isInternal) {
    const detail = "calls inside are those that calldata carries (multicalls, Safes, timelocks), not those of a trace";
    report.changed(`${path}/internal`, detail);
    return;
  }
  report.changed(
    path,
    "calls inside of multicalls, Safes and timelocks match too: add AND depth == 0 to leave them out",
  );
}

function transactionLook(demand: TransactionDemand, { path, report }: Place): MonitorLook[] {
  report.changed(
    path,
    "a transaction in which the contract only logs an event is not matched: make a rule of the event",
  );
  const condition = demand.kind === "condition" ? printCondition(demand.node) : null;
  const look = {
    trigger: "call",
    side: "either",
    stage: "confirmed",
    signature: null,
    event: null,
    condition,
  } as const;
  return isSound(look, null, { path: `${path}/transactions`, report }) ? [{ suffix: null, look }] : [];
}

type Given = { signature: string; expression?: string | null | undefined } & Record<string, unknown>;

function readLook(
  trigger: "call" | "event",
  { signature: written, expression, ...rest }: Given,
  { contract, demand, place }: { contract: Contract; demand: TransactionDemand; place: Place },
): MonitorLook | null {
  const { path, report } = place;
  report.unknownFields(path, rest, []);
  const signature = written.replace(/\s+/g, "");
  const read = inputsOf(trigger, signature, contract.abi);
  if ("detail" in read) {
    report.notImported(`${path}/signature`, read.detail);
    return null;
  }
  if (!read.isInAbi) {
    report.changed(path, "is not in the contract's ABI there, where it never matched; here it does");
  }
  const condition = conditionOf(expression, new Set(read.names), demand);
  if ("detail" in condition) {
    report.notImported(`${path}/expression`, condition.detail);
    return null;
  }
  const own = trigger === "call" ? { signature, event: null } : { signature: null, event: signature };
  const look = { trigger, side: "target", stage: "confirmed", ...own, condition: condition.text } as const;
  return isSound(look, contract.abi, place) ? { suffix: signature, look } : null;
}

function inputsOf(trigger: "call" | "event", signature: string, abi: unknown[] | null) {
  const type = trigger === "call" ? "function" : "event";
  const name = signature.slice(0, signature.indexOf("("));
  const isInAbi = (abi ?? []).some((item) => hasName(item, type, name));
  if (trigger === "call") {
    const found = resolveSignature({ signature, abi });
    if (!found.ok) return { detail: found.detail };
    return { isInAbi, names: (found.functions[0]?.inputs ?? []).map((input) => input.name) };
  }
  const found = resolveEvent({ event: signature, abi });
  if (!found.ok) return { detail: found.detail };
  return { isInAbi, names: (found.events[0]?.inputs ?? []).map((input) => input.name) };
}

function hasName(item: unknown, type: string, name: string): boolean {
  return typeof item === "object" && item !== null && "type" in item && "name" in item
    ? item.type === type && item.name === name
    : false;
}

/** The expression, and what is asked of the transaction; null for neither. */
function conditionOf(
  expression: string | null | undefined,
  names: ReadonlySet<string>,
  demand: TransactionDemand,
): { text: string | null } | { detail: string } {
  const parts: ConditionNode[] = [];
  const add = (node: ConditionNode) => parts.push(...(node.kind === "and" ? node.items : [node]));
  if (expression !== null && expression !== undefined && expression.trim() !== "") {
    const read = translateExpression(expression, { names, isTransaction: false });
    if (!read.ok) return { detail: read.detail };
    add(read.node);
  }
  if (demand.kind === "condition") add(demand.node);
  const [only] = parts;
  if (only === undefined) return { text: null };
  return { text: printCondition(parts.length === 1 ? only : { ...NOWHERE, kind: "and", items: parts }) };
}

/** Whether our own check takes it, as when the rule is saved. */
function isSound(look: RuleLook, abi: unknown, { path, report }: Place): boolean {
  const errors = checkRuleLook(look, { isWholeNetwork: false, abi, lists: new Set() });
  for (const { pointer, detail } of errors) {
    report.notImported(pointer === "/condition" ? `${path}/expression` : path, detail);
  }
  return errors.length === 0;
}
