import type { ConditionNode } from "~/domain/conditions/condition-ast";
import type { ImportReporter } from "./import-reporter";
import type { MonitorConditions } from "./monitor-schema";
import { TRANSACTION_NAMES, translateExpression } from "./translate-expression";

/** What a monitor asks of the transaction: nothing (`any`), a condition, or something that never holds. */
export type TransactionDemand = { kind: "any" } | { kind: "condition"; node: ConditionNode } | { kind: "never" };

const NOWHERE = { start: 0, end: 0 };
const SCOPE = { names: TRANSACTION_NAMES, isTransaction: true };

/** Makes one condition of a monitor's `transactions`, of which one has to hold. */
export function transactionDemand(
  transactions: MonitorConditions["transactions"],
  path: string,
  report: ImportReporter,
): TransactionDemand {
  if (transactions.length === 0) return { kind: "any" };
  const alternatives: ConditionNode[] = [];
  for (const [index, { status, expression, ...rest }] of transactions.entries()) {
    const place = `${path}/${index}`;
    report.unknownFields(place, rest, []);
    const parts: ConditionNode[] = status === "Any" ? [] : [statusIs(status)];
    if (expression !== null && expression !== undefined && expression.trim() !== "") {
      const read = translateExpression(expression, SCOPE);
      if (!read.ok) {
        report.notImported(`${place}/expression`, read.detail);
        continue;
      }
      parts.push(...(read.node.kind === "and" ? read.node.items : [read.node]));
    }
    const [only] = parts;
    if (only === undefined) return { kind: "any" };
    alternatives.push(parts.length === 1 ? only : { ...NOWHERE, kind: "and", items: parts });
  }
  const [first] = alternatives;
  if (first === undefined) return { kind: "never" };
  return {
    kind: "condition",
    node: alternatives.length === 1 ? first : { ...NOWHERE, kind: "or", items: alternatives },
  };
}

function statusIs(status: "Success" | "Failure"): ConditionNode {
  const tx: ConditionNode = { ...NOWHERE, kind: "name", name: "tx" };
  const left: ConditionNode = { ...NOWHERE, kind: "field", base: tx, name: "status" };
  return { ...NOWHERE, kind: "compare", op: "==", left, right: { ...NOWHERE, kind: "text", value: status } };
}
