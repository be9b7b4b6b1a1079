import type { DangerEvent } from "~/domain/signatures/danger-event";
import { DANGER_EVENTS } from "~/domain/signatures/danger-events";
import type { DangerSignature } from "~/domain/signatures/danger-signature";
import { DANGER_SIGNATURES } from "~/domain/signatures/danger-signatures";
import { eventOfDangerSignature, findDangerTemplate } from "~/domain/signatures/danger-templates";
import { ZERO_ADDRESS } from "~/domain/transactions/address";
import { canonicalType } from "~/domain/transactions/canonical-type";
import type { FunctionInput } from "~/domain/transactions/resolved-function";
import type { RuleTemplate } from "./rule-template";

/**
 * Of events that no function of the table makes, where the name is not title enough. What happens all the time has a
 * condition, or its template would page for nothing.
 */
const EVENT_SUGGESTIONS: Readonly<Record<string, { title: string; condition?: string }>> = {
  "CancelTransaction(bytes32,address,uint256,string,bytes,uint256)": { title: "Timelock transaction cancelled" },
  "ChangedModuleGuard(address)": { title: "Safe module guard changed" },
  "DelegateSet(address,address)": { title: "LayerZero delegate set on the endpoint" },
  "ExecutionFailure(bytes32,uint256)": { title: "Safe transaction failed" },
  "ExecutionFromModuleFailure(address)": { title: "Safe transaction by a module failed" },
  "Initialized(uint8)": { title: "Contract initialized (OpenZeppelin 4)" },
  "Mint(address,address,uint256)": { title: "Tokens minted by a configured minter", condition: "amount > 0" },
  "NewAdmin(address,address)": { title: "Compound admin changed" },
  "OwnerChanged(address,address)": { title: "Synthetix owner changed" },
  "Pause()": { title: "Contract paused (FiatToken)" },
  "PriceOracleUpdated(address)": { title: "Aave v2 price oracle changed" },
  "RoleAdminChanged(uint64,uint64)": { title: "Access manager role admin changed" },
  "RoleRevoked(uint64,address)": { title: "Access manager role revoked" },
  "TimelockChange(address,address)": { title: "Governor timelock changed" },
  "TransferSingle(address,address,address,uint256,uint256)": {
    title: "ERC-1155 tokens minted",
    condition: `from == ${ZERO_ADDRESS}`,
  },
  "Unpause()": { title: "Contract unpaused (FiatToken)" },
  "UpdateGovernance(address)": { title: "Governance taken over (Yearn v2)" },
};

/** Not about a signature at all. */
const OTHERS: RuleTemplate[] = [
  other("implementation_changed", "Implementation changed", "critical", "upgrade", "EIP-1967 / EIP-1822 / beacon", [
    "The code behind a watched proxy is another one: it can do anything with the proxy's storage and funds.",
    "Found by looking at the proxy itself, so it does not matter by which function or route it was changed.",
  ]),
  other("delegation_changed", "Account delegates its code (EIP-7702)", "critical", "access", "EIP-7702", [
    "A watched account runs a contract's code as its own, or another one than before:",
    "whoever wrote that code can move what the account holds.",
  ]),
  other("mention", "Address mentioned in someone's calldata", "low", "access", "calldata scan", [
    "A transaction to another contract has a watched address in its calldata:",
    "a router, or the attack contract that is going to call it.",
  ]),
];

/**
 * The built-in templates: the dangerous functions in the order of their table, by category; the events that belong to
 * none of them; and what has no signature.
 */
export function listRuleTemplates(): RuleTemplate[] {
  const ofFunctions = DANGER_SIGNATURES.map(functionTemplate);
  const paired = new Set(DANGER_SIGNATURES.map((row) => eventOfDangerSignature(row.selector)?.signature));
  const ofEvents = new Map<string, RuleTemplate>();
  for (const row of DANGER_EVENTS) {
    if (!paired.has(row.signature) && !ofEvents.has(row.signature)) ofEvents.set(row.signature, eventTemplate(row));
  }
  return [...ofFunctions, ...ofEvents.values(), ...OTHERS];
}

function functionTemplate(row: DangerSignature): RuleTemplate {
  const { name, inputs, signature, selector, severity, category, why, source } = row;
  const template = findDangerTemplate(selector);
  const event = eventOfDangerSignature(selector);
  return {
    name,
    title: template?.title ?? name,
    trigger: "call",
    signature,
    declaration: declare(name, inputs),
    selector,
    severity,
    category,
    description: why,
    source,
    condition: template?.condition ?? null,
    event: event ? declare(event.name, event.inputs) : null,
    eventCondition: template?.eventCondition ?? null,
  };
}

function eventTemplate({ name, inputs, signature, severity, category, why, source }: DangerEvent): RuleTemplate {
  const event = declare(name, inputs);
  const { title = inWords(name), condition = null } = EVENT_SUGGESTIONS[signature] ?? {};
  const rest = { severity, category, description: why, source, condition, event, eventCondition: null };
  return { name, title, trigger: "event", signature: null, declaration: null, selector: null, ...rest };
}

function other(
  trigger: "mention" | "implementation_changed" | "delegation_changed",
  title: string,
  severity: RuleTemplate["severity"],
  category: RuleTemplate["category"],
  source: string,
  sentences: string[],
): RuleTemplate {
  const none = { signature: null, declaration: null, selector: null, condition: null, event: null };
  const description = sentences.join(" ");
  return { name: trigger, title, trigger, severity, category, description, source, eventCondition: null, ...none };
}

/** With names and without `indexed`: a contract may index other parameters than the standard does. */
function declare(name: string, inputs: readonly FunctionInput[]): string {
  return `${name}(${inputs.map((input) => `${declaredType(input)} ${input.name}`.trim()).join(", ")})`;
}

function declaredType(input: FunctionInput): string {
  if (!input.type.startsWith("tuple")) return canonicalType(input);
  const components = input.components?.map((part) => `${declaredType(part)} ${part.name}`.trim()) ?? [];
  return `(${components.join(", ")})${input.type.slice("tuple".length)}`;
}

/** `OwnerChanged` as “Owner changed”. */
function inWords(name: string): string {
  const words = name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
