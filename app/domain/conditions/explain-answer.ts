import type { Explanation } from "~/domain/alerts/explanation";
import { toChecksum } from "~/domain/transactions/address";
import { compileAnswer } from "./compile-answer";
import { compileValue } from "./compile-value";
import type { AddressLists, ConditionSubject } from "./condition-subject";
import { type ConditionResult, Unknown } from "./condition-value";
import { formatValue } from "./format-value";
import { printCondition } from "./print-condition";
import { SharedReads } from "./shared-reads";
import type { TypedNode } from "./typed-node";

const MAX_LIST_SHOWN = 10;

/** The tree of a condition's parts with the values they were asked of. Its `result` is what evaluation answers. */
export function explainAnswer(node: TypedNode, subject: ConditionSubject, lists: AddressLists): Explanation {
  return explain(node, { subject, lists, shared: new SharedReads() });
}

interface Asked {
  subject: ConditionSubject;
  lists: AddressLists;
  shared: SharedReads;
}

function explain(node: TypedNode, asked: Asked): Explanation {
  const label = printCondition(node.node);
  if (node.kind === "and" || node.kind === "or") {
    const children = node.items.map((item) => explain(item, asked));
    return { kind: node.kind, label, result: joined(children, node.kind === "or"), children };
  }
  if (node.kind === "not") {
    const child = explain(node.item, asked);
    return { kind: "not", label, result: child.result === null ? null : !child.result, children: [child] };
  }
  const result = resultOf(node, asked);
  const show = (value: TypedNode) => shown(readOf(value, asked), value);
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

/** As people read it; an address with its checksum. */
function shown(value: ConditionResult, { type }: TypedNode): string {
  const isAddress = type.kind === "address" && typeof value === "string" && /^0x[0-9a-f]{40}$/.test(value);
  return isAddress ? toChecksum(value) : formatValue(value);
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

function resultOf(node: TypedNode, { subject, lists, shared }: Asked): boolean | null {
  const answer = compileAnswer(node, lists, shared)(subject);
  return answer instanceof Unknown ? null : answer;
}

function readOf(node: TypedNode, { subject, lists, shared }: Asked): ConditionResult {
  return compileValue(node, (each) => compileAnswer(each, lists, shared), shared)(subject);
}
