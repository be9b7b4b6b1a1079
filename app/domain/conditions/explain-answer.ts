import type { Explanation } from "~/domain/alerts/explanation";
import { compileAnswer } from "./compile-answer";
import { compileValue } from "./compile-value";
import type { AddressLists, ConditionSubject } from "./condition-subject";
import { type ConditionResult, Unknown } from "./condition-value";
import { formatValue } from "./format-value";
import { printCondition } from "./print-condition";
import type { TypedNode } from "./typed-node";

const MAX_LIST_SHOWN = 10;

/** The tree of a condition's parts with the values they were asked of. Its `result` is what evaluation answers. */
export function explainAnswer(node: TypedNode, subject: ConditionSubject, lists: AddressLists): Explanation {
  const label = printCondition(node.node);
  if (node.kind === "and" || node.kind === "or") {
    const children = node.items.map((item) => explainAnswer(item, subject, lists));
    return { kind: node.kind, label, result: joined(children, node.kind === "or"), children };
  }
  if (node.kind === "not") {
    const child = explainAnswer(node.item, subject, lists);
    return { kind: "not", label, result: child.result === null ? null : !child.result, children: [child] };
  }
  const result = resultOf(node, subject, lists);
  const show = (value: TypedNode) => formatValue(readOf(value, subject, lists));
  switch (node.kind) {
    case "compare":
      return comparison(label, result, `${node.op} ${expectedOf(node.right, show)}`, show(node.left));
    case "between":
      return comparison(label, result, `between ${show(node.low)} and ${show(node.high)}`, show(node.item));
    case "in": {
      const items = node.items.slice(0, MAX_LIST_SHOWN).map((item) => expectedOf(item, show));
      const rest = node.items.length > MAX_LIST_SHOWN ? ", …" : "";
      return comparison(
        label,
        result,
        `${node.negated ? "not in" : "in"} [${items.join(", ")}${rest}]`,
        show(node.item),
      );
    }
    case "inSaved":
      return comparison(label, result, `${node.negated ? "not in" : "in"} @${node.list}`, show(node.item));
    default:
      return comparison(label, result, "true", show(node));
  }
}

/** One `decisive` child decides, then one that is unknown. */
function joined(children: readonly Explanation[], decisive: boolean): boolean | null {
  if (children.some((child) => child.result === decisive)) return decisive;
  return children.some((child) => child.result === null) ? null : !decisive;
}

function comparison(label: string, result: boolean | null, expected: string, actual: string): Explanation {
  return { kind: "comparison", label, result, expected, actual };
}

function expectedOf(node: TypedNode, show: (node: TypedNode) => string): string {
  if (node.kind === "pattern") return printCondition(node.node);
  return node.kind === "literal" ? printCondition(node.node) : show(node);
}

function resultOf(node: TypedNode, subject: ConditionSubject, lists: AddressLists): boolean | null {
  const answer = compileAnswer(node, lists)(subject);
  return answer instanceof Unknown ? null : answer;
}

function readOf(node: TypedNode, subject: ConditionSubject, lists: AddressLists): ConditionResult {
  return compileValue(node, (each) => compileAnswer(each, lists))(subject);
}
