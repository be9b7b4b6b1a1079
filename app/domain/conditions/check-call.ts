import { parseSignature } from "~/domain/signatures/parse-signature";
import { selectorOfSignature } from "~/domain/signatures/selector-of-signature";
import { SignatureError } from "~/domain/signatures/signature-error";
import { canonicalTypes } from "~/domain/transactions/canonical-type";
import { checkNumberOperand } from "./check-arithmetic";
import { type CheckContext, report } from "./check-context";
import type { ConditionNode } from "./condition-ast";
import { aType, type ConditionType } from "./condition-type";
import type { TypedNode } from "./typed-node";

type CheckOperand = (context: CheckContext, node: ConditionNode) => TypedNode;
type CallNode = ConditionNode & { kind: "call" };

const INTEGER: ConditionType = { kind: "int", name: "number", min: null, max: null };
const BYTES4: ConditionType = { kind: "bytes", size: 4 };

/** What `length` takes: what has bytes, characters or elements. */
const MEASURED = ["bytes", "text", "array", "tuple", "any"];

/** Checks a function's arguments and gives its result a type. */
export function checkCall(context: CheckContext, node: CallNode, checkOperand: CheckOperand): TypedNode {
  const isOpen = node.fn === "min" || node.fn === "max";
  if (isOpen ? node.args.length < 2 : node.args.length !== 1) {
    const detail = `${node.fn} takes ${isOpen ? "two arguments or more" : "one argument"}.`;
    return report(context, "operator_type", detail, node);
  }
  if (isOpen || node.fn === "abs") return checkNumbers(context, node, checkOperand);
  const [first] = node.args;
  if (!first) return report(context, "operator_type", `${node.fn} takes one argument.`, node);
  const argument = checkOperand(context, first);
  if (argument.type.kind === "any") return { ...argument, node };
  if (node.fn === "selector") return checkSelector(context, node, argument);
  const fits = node.fn === "length" ? MEASURED.includes(argument.type.kind) : argument.type.kind === "text";
  if (!fits) return wrongArgument(context, node, argument, node.fn === "length" ? "bytes, text or an array" : "text");
  const type: ConditionType = node.fn === "length" ? INTEGER : { kind: "text" };
  return { type, node, kind: "call", fn: node.fn, args: [argument] };
}

function wrongArgument(context: CheckContext, node: CallNode, argument: TypedNode, wanted: string): TypedNode {
  const detail = `${node.fn} takes ${wanted}, and this is ${aType(argument.type)}.`;
  return report(context, "operator_type", detail, argument.node);
}

function checkNumbers(context: CheckContext, node: CallNode, checkOperand: CheckOperand): TypedNode {
  const args = node.args.map((arg) => checkNumberOperand(context, arg, checkOperand));
  const kinds = args.map((arg) => arg.type.kind);
  const type: ConditionType = kinds.includes("any")
    ? { kind: "any" }
    : kinds.includes("decimal")
      ? { kind: "decimal" }
      : INTEGER;
  return { type, node, kind: "call", fn: node.fn, args };
}

/** `selector(data)` is the first four bytes; of a signature in quotes it is worked out here. */
function checkSelector(context: CheckContext, node: CallNode, argument: TypedNode): TypedNode {
  if (argument.type.kind === "bytes") return { type: BYTES4, node, kind: "call", fn: "selector", args: [argument] };
  if (argument.kind !== "constant" || argument.type.kind !== "text" || typeof argument.value !== "string") {
    return wrongArgument(context, node, argument, "bytes, or a signature such as 'transfer(address,uint256)'");
  }
  try {
    const { name, inputs } = parseSignature(argument.value);
    const value = selectorOfSignature(`${name}(${canonicalTypes(inputs)})`);
    return { type: { kind: "bytes", size: null }, node, kind: "constant", value, raw: value };
  } catch (error) {
    if (!(error instanceof SignatureError)) throw error;
    return report(context, "type_mismatch", error.message, argument.node);
  }
}
