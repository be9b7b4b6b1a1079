import { nearest } from "~/domain/signatures/nearest";
import type { EventInput, ResolvedEvent } from "~/domain/transactions/resolved-event";
import type { FunctionInput, ResolvedFunction } from "~/domain/transactions/resolved-function";
import type { NameScope } from "./check-context";
import type { ConditionScope } from "./condition-subject";
import { type ConditionType, describeInput, parameterType } from "./condition-type";
import { Unknown } from "./condition-value";
import {
  CONTRACT_VARIABLES,
  type ConditionVariable,
  MATCH_VARIABLES,
  TRANSACTION_VARIABLES,
} from "./condition-variables";
import type { ResolvedName, ValueSource } from "./typed-node";

/** A function or event that a condition may meet; null stands for any other. */
export type Target = { fn: ResolvedFunction; event: null } | { fn: null; event: ResolvedEvent } | null;

const BYTES32: ConditionType = { kind: "bytes", size: 32 };
const WORD_BYTES = 32;
const NOT_OF_THE_ABI = new Unknown("the parameter's type is none of the ABI");

/** Makes the names that a condition may use of one target; parameters of the scope's others are there, as absent. */
export function buildScope(scope: ConditionScope, target: Target): NameScope {
  const inputs = target ? (target.fn ?? target.event).inputs : [];
  const parameters = target?.event ? eventParameters(target.event) : callParameters(inputs);
  const byName = new Map<string, ResolvedName>();
  inputs.forEach((input, index) => {
    const parameter = parameters[index];
    if (input.name !== "" && parameter && !byName.has(input.name)) byName.set(input.name, parameter);
  });
  const all = [...scope.functions, ...scope.events].map((each): readonly FunctionInput[] => each.inputs);
  const elsewhere = new Set(all.flatMap((each) => each.map((input) => input.name)));
  const widest = Math.max(0, ...all.map((each) => each.length));
  const builtIn = (name: string) => pick(MATCH_VARIABLES, scope, name) ?? pick(TRANSACTION_VARIABLES, scope, name);
  return {
    isLenient: false,
    lists: scope.lists,
    find: (name) => byName.get(name) ?? (name !== "" && elsewhere.has(name) ? absent(name) : builtIn(name)),
    findPosition: (index) => parameters[index] ?? (index < widest ? absent(`$${index}`) : null),
    findGroup: (name) => {
      if (name === "tx") return allowed(TRANSACTION_VARIABLES, scope);
      return name === "contract" && !elsewhere.has(name) ? CONTRACT_VARIABLES : null;
    },
    explainMissing: (name) => explainMissing(name, scope, elsewhere),
    explainMissingPosition: (index) => explainMissingPosition(index, scope),
    explainMissingMember: (group, name) => explainMissingMember(group, name, scope),
  };
}

function pick(variables: ReadonlyMap<string, ConditionVariable>, scope: ConditionScope, name: string) {
  const found = variables.get(name);
  return found && isAllowed(found, scope) ? found : null;
}

function isAllowed(variable: ConditionVariable, scope: ConditionScope): boolean {
  if (variable.isMined && scope.stage === "pending") return false;
  return !variable.isOfEvent || scope.events.length > 0;
}

function allowed(variables: ReadonlyMap<string, ConditionVariable>, scope: ConditionScope) {
  return new Map([...variables].filter(([, variable]) => isAllowed(variable, scope)));
}

function absent(name: string): ResolvedName {
  const unknown = new Unknown(`${name} is no parameter of what was matched`);
  return { type: { kind: "any" }, source: { kind: "absent", unknown } };
}

/** One after the other in the head (Solidity ABI specification, "Formal Specification of the Encoding"). */
function sequential(kind: "argument" | "data") {
  let at = 0;
  return (input: FunctionInput): ResolvedName => {
    const parameter = parameterType(input);
    // Where the rest stands hangs on the size of this one.
    if (!parameter) at = Number.NaN;
    if (!parameter || Number.isNaN(at))
      return { type: { kind: "any" }, source: { kind: "absent", unknown: NOT_OF_THE_ABI } };
    const source: ValueSource = { kind, abi: parameter.abi, at };
    at += parameter.abi.headBytes;
    return { type: parameter.type, source };
  };
}

function callParameters(inputs: readonly FunctionInput[]): ResolvedName[] {
  return inputs.map(sequential("argument"));
}

function eventParameters({ inputs, anonymous }: ResolvedEvent): ResolvedName[] {
  const next = sequential("data");
  let topic = anonymous ? 0 : 1;
  return inputs.map((input) => {
    if (!input.indexed) return next(input);
    const resolved = topicParameter(input, topic);
    topic += 1;
    return resolved;
  });
}

/** Of what takes more than a word only the hash is logged. */
function topicParameter(input: EventInput, topic: number): ResolvedName {
  const parameter = parameterType(input);
  if (!parameter) return { type: { kind: "any" }, source: { kind: "absent", unknown: NOT_OF_THE_ABI } };
  const { kind } = parameter.abi;
  const isHash = parameter.abi.dynamic || kind === "array" || kind === "tuple";
  if (!isHash) return { type: parameter.type, source: { kind: "topic", abi: parameter.abi, topic } };
  const abi = { kind: "fixedBytes" as const, size: WORD_BYTES, dynamic: false, headBytes: WORD_BYTES };
  return { type: BYTES32, source: { kind: "topic", abi, topic } };
}

function explainMissing(name: string, scope: ConditionScope, parameters: ReadonlySet<string>): string {
  const variable = MATCH_VARIABLES.get(name) ?? TRANSACTION_VARIABLES.get(name);
  if (variable?.isMined)
    return `${name} is known only once the transaction is mined: set the rule's stage to confirmed.`;
  if (variable?.isOfEvent) return `${name} is known of events only: make it a rule of an event.`;
  if (name === "tx") return "tx is the transaction: name what of it, such as tx.value.";
  if (name === "contract") return "contract is the watched contract: name what of it, contract.name or contract.tags.";
  const builtIn = [...MATCH_VARIABLES, ...TRANSACTION_VARIABLES].filter(([, each]) => isAllowed(each, scope));
  const near = nearest(
    name,
    [...parameters, ...builtIn.map(([each]) => each)].filter((each) => each !== ""),
  );
  if (near !== null) return `There is no ${name}. Did you mean ${near}?`;
  const known = [...scope.functions, ...scope.events].flatMap((each) => each.inputs.map(describeInput));
  const hint = known.length === 0 ? "" : ` Its parameters are ${[...new Set(known)].slice(0, 20).join(", ")}.`;
  return `There is no ${name}.${hint} Text stands in quotes.`;
}

function explainMissingPosition(index: number, scope: ConditionScope): string {
  const targets = [...scope.functions, ...scope.events];
  if (targets.length === 0)
    return `$${index} needs a rule of one function or event: of any call the parameters are unknown.`;
  const count = Math.max(...targets.map((each) => each.inputs.length));
  return count === 0 ? "There are no parameters." : `There is no $${index}: the parameters are $0 to $${count - 1}.`;
}

function explainMissingMember(group: string, name: string, scope: ConditionScope): string {
  const members = group === "tx" ? TRANSACTION_VARIABLES : CONTRACT_VARIABLES;
  if (members.get(name)?.isMined) return explainMissing(name, scope, new Set());
  const known = [...allowed(members, scope).keys()];
  const near = nearest(name, known);
  if (near !== null) return `There is no ${group}.${name}. Did you mean ${group}.${near}?`;
  return `There is no ${group}.${name}. There are ${known.map((each) => `${group}.${each}`).join(", ")}.`;
}
