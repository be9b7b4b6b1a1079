import { Fragment } from "ethers";
import { z } from "zod";

import { AbiTypeError, compileType } from "~/domain/transactions/abi-type";
import type { FunctionInput } from "~/domain/transactions/resolved-function";
import { parseEventSignature } from "./parse-event-signature";

/** A parameter of an event may be `indexed`. */
export interface AbiParameter extends FunctionInput {
  indexed?: boolean;
}

/** What Sentinel keeps of an ABI: the items that a transaction, a log or a revert can name. */
export interface AbiItem {
  type: "function" | "event" | "error";
  name: string;
  inputs: AbiParameter[];
  outputs?: FunctionInput[];
  stateMutability?: "pure" | "view" | "nonpayable" | "payable";
  anonymous?: boolean;
}

/** A clean ABI, made of new objects with known keys only, or what is wrong with it in a sentence. */
export type ParsedAbi = { ok: true; abi: AbiItem[] } | { ok: false; detail: string };

const MAX_ABI_CHARACTERS = 256 * 1024;
const MAX_ABI_ITEMS = 2_000;
/** JSON nesting: a tuple takes two levels, and the deepest type has 32 of them. */
const MAX_JSON_DEPTH = 80;
const KEPT = new Set(["function", "event", "error"]);
const KNOWN = new Set([...KEPT, "constructor", "fallback", "receive"]);

const Identifier = z
  .string()
  .max(256, "must be at most 256 characters")
  .regex(/^[A-Za-z_$][\w$]*$/, "must be an identifier");
const ParameterName = z.union([z.literal(""), Identifier]).default("");

const Input: z.ZodType<AbiParameter> = z.lazy(() =>
  z
    .object({
      name: ParameterName,
      type: z.string().max(256),
      components: z.array(Input).max(256).optional(),
      indexed: z.boolean().optional(),
    })
    .transform(({ name, type, components, indexed }) => ({
      name,
      type: type === "byte" ? "bytes1" : type.replace(/^(u?int)(?=\[|$)/, "$1256"),
      ...(type.startsWith("tuple") ? { components: components ?? [] } : {}),
      ...(indexed === true ? { indexed } : {}),
    })),
);

const Inputs = z.array(Input).max(256);

const Item = z.object({
  type: z.enum(["function", "event", "error"]),
  name: Identifier,
  inputs: Inputs.default([]),
  outputs: Inputs.optional(),
  stateMutability: z.enum(["pure", "view", "nonpayable", "payable"]).optional(),
  anonymous: z.boolean().optional(),
});

/**
 * Reads an ABI as people have it: a JSON array or its text, a compiler artifact with an `abi` in it, or human-readable
 * fragments (a list, or one a line). At most 256 KiB and 2,000 items. Constructors and fallbacks are left out.
 */
export function parseAbi(value: unknown): ParsedAbi {
  const read = typeof value === "string" ? readText(value) : value;
  if (read instanceof AbiFault) return { ok: false, detail: read.detail };
  const items = listOf(read);
  if (items === null) return { ok: false, detail: 'An ABI is a list of items: [{ "type": "function", … }].' };
  if (isTooDeep(items, MAX_JSON_DEPTH)) return { ok: false, detail: "The ABI is nested too deeply." };
  if (items.length > MAX_ABI_ITEMS)
    return { ok: false, detail: `An ABI has at most 2,000 items; this one has ${items.length}.` };
  if (typeof value !== "string" && JSON.stringify(items).length > MAX_ABI_CHARACTERS)
    return { ok: false, detail: TOO_LARGE };
  const abi: AbiItem[] = [];
  for (const [index, item] of items.entries()) {
    const parsed = parseItem(item);
    if (parsed instanceof AbiFault) return { ok: false, detail: `Item ${index + 1} of the ABI: ${parsed.detail}` };
    if (parsed !== null) abi.push(parsed);
  }
  return { ok: true, abi };
}

const TOO_LARGE = "An ABI has at most 256 KiB; this one is larger.";

class AbiFault {
  readonly detail: string;

  constructor(detail: string) {
    this.detail = detail;
  }
}

function readText(text: string): unknown {
  if (text.length > MAX_ABI_CHARACTERS) return new AbiFault(TOO_LARGE);
  const trimmed = text.trim();
  if (trimmed === "") return new AbiFault("The ABI is empty.");
  if (!/^[[{"]/.test(trimmed)) return trimmed.split(/\r?\n/).filter((line) => line.trim() !== "");
  try {
    return JSON.parse(trimmed);
  } catch {
    return new AbiFault("The ABI is not valid JSON.");
  }
}

/** The items, or those of an artifact (Hardhat, Foundry, Truffle) that holds them under its own key `abi`. */
function listOf(value: unknown): unknown[] | null {
  if (Array.isArray(value)) return value;
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, "abi")) return null;
  const inner = Object.entries(value).find(([key]) => key === "abi")?.[1];
  return Array.isArray(inner) ? inner : null;
}

function isTooDeep(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isTooDeep(inner, levels - 1));
}

function parseItem(item: unknown): AbiItem | AbiFault | null {
  const source = typeof item === "string" ? readFragment(item) : item;
  if (source instanceof AbiFault) return source;
  if (typeof source !== "object" || source === null) return new AbiFault("it is neither an object nor a fragment.");
  const { type = "function" } = source as { type?: unknown };
  if (typeof type !== "string" || !KNOWN.has(type)) return new AbiFault("its type is not one that an ABI has.");
  if (!KEPT.has(type)) return null;
  const parsed = Item.safeParse({ ...source, type });
  if (!parsed.success) return new AbiFault(firstIssue(parsed.error));
  const { name, inputs, outputs, stateMutability, anonymous } = parsed.data;
  const fault = typeFault([...inputs, ...(outputs ?? [])]);
  if (fault) return new AbiFault(`${name}: ${fault}.`);
  return {
    type: parsed.data.type,
    name,
    inputs,
    ...(outputs ? { outputs } : {}),
    ...(stateMutability ? { stateMutability } : {}),
    ...(anonymous ? { anonymous } : {}),
  };
}

function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  return `${issue?.path.join(".") || "it"}: ${issue?.message ?? "is malformed"}.`;
}

function typeFault(inputs: readonly FunctionInput[]): string | null {
  try {
    for (const input of inputs) compileType(input);
    return null;
  } catch (error) {
    if (error instanceof AbiTypeError) return error.message;
    throw error;
  }
}

function readFragment(text: string): unknown {
  if (text.length > 4_096) return new AbiFault("the fragment is longer than 4,096 characters.");
  try {
    // ethers does not know `anonymous` in a line.
    if (/^\s*event\s/.test(text)) return { type: "event", ...parseEventSignature(text) };
    return JSON.parse(Fragment.from(text.trim().replace(/;$/, "")).format("json"));
  } catch {
    // ethers' message speaks of its own arguments; ours shows the line.
    return new AbiFault(`“${text.trim().slice(0, 80)}” is not a fragment such as “function pause()”.`);
  }
}
