import { type AbiType, compileType } from "~/domain/transactions/abi-type";
import type { DecodedValue } from "~/domain/transactions/decoded-call";
import type { FunctionInput } from "~/domain/transactions/resolved-function";
import { RESPONSE_FIELDS, type ResponseFacts, type ResponseFieldKind, responseField } from "./response-field";
import { type EncodableValue, ResponseValueError, responseValue } from "./response-value";

const WHOLE = /^\s*\{\{\s*([\w$.]+)\s*\}\}\s*$/;
const PLACES = /\{\{\s*([\w$.]+)\s*\}\}/g;

/** What a field may stand in for. */
const FITS: Record<ResponseFieldKind, (type: AbiType) => boolean> = {
  address: ({ kind }) => kind === "address" || kind === "string",
  uint: ({ kind }) => kind === "uint" || kind === "int" || kind === "string",
  hash: (type) => (type.kind === "fixedBytes" ? type.size === 32 : type.kind === "bytes" || type.kind === "string"),
  selector: (type) => (type.kind === "fixedBytes" ? type.size === 4 : type.kind === "bytes" || type.kind === "string"),
  text: ({ kind }) => kind === "string",
  any: () => true,
};

/**
 * Reads one argument of a response's template for its parameter. Fields are put in after the template was read, and what
 * they hold is never read as a template or as JSON again: a hostile value stays a value.
 *
 * @param facts null only checks the template: fields then have no value, and neither has the answer.
 * @throws ResponseValueError that says what is wrong with it.
 */
export function responseArgument(
  text: string,
  input: FunctionInput,
  facts: ResponseFacts | null,
): EncodableValue | null {
  const type = compileType(input);
  const isList = type.kind === "array" || type.kind === "tuple";
  return filled(isList && !WHOLE.test(text) ? listIn(text) : text, type, facts);
}

function listIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ResponseValueError('must be a JSON list such as ["{{from}}", "1"], each field in quotes');
  }
}

/** Null when a field of it has no value yet. */
function filled(template: unknown, type: AbiType, facts: ResponseFacts | null): EncodableValue | null {
  if (typeof template === "string" && template.includes("{{")) return fromFields(template, type, facts);
  if (!Array.isArray(template) || (type.kind !== "array" && type.kind !== "tuple"))
    return responseValue(template, type);
  const expected = type.kind === "tuple" ? type.components.length : type.length;
  if (expected !== null && template.length !== expected) {
    throw new ResponseValueError(`must be a list of ${expected}, but has ${template.length}`);
  }
  const values = template.map((element, at) => filled(element, elementType(type, at), facts));
  const known = values.filter((value) => value !== null);
  return known.length === values.length ? known : null;
}

function elementType(type: Extract<AbiType, { kind: "array" | "tuple" }>, at: number): AbiType {
  const element = type.kind === "array" ? type.item : type.components[at];
  if (element === undefined) throw new ResponseValueError("must not have more elements than its type");
  return element;
}

function fromFields(template: string, type: AbiType, facts: ResponseFacts | null): EncodableValue | null {
  const whole = WHOLE.exec(template)?.[1];
  if (whole !== undefined) {
    const value = fieldValue(whole, type, facts);
    // An address as text is the one that people know, with its checksum.
    return value === null ? null : responseValue(type.kind === "string" ? textOf(value, whole) : value, type);
  }
  if (type.kind !== "string") {
    throw new ResponseValueError("must be a field alone, such as {{from}}: only text may have more around it");
  }
  const rest = template.replace(PLACES, "");
  if (rest.includes("{{")) throw new ResponseValueError("has {{ without a field's name and }}");
  let isKnown = true;
  const text = template.replace(PLACES, (_, name: string) => {
    const value = fieldValue(name, type, facts);
    isKnown &&= value !== null;
    return value === null ? "" : textOf(value, name);
  });
  return isKnown ? text : null;
}

function textOf(value: DecodedValue, name: string): string {
  if (Array.isArray(value)) throw new ResponseValueError(`can't have the list {{${name}}} as text`);
  return String(value);
}

function fieldValue(name: string, type: AbiType, facts: ResponseFacts | null): DecodedValue | null {
  const field = responseField(name);
  if (field === null) {
    throw new ResponseValueError(
      `names {{${name.slice(0, 60)}}}, which is not a field; there is ${RESPONSE_FIELDS.join(", ")}`,
    );
  }
  if (!FITS[field.kind](type)) throw new ResponseValueError(`has another type than {{${name}}}`);
  if (facts === null) return null;
  const found = field.valueIn(facts);
  if ("reason" in found) throw new ResponseValueError(`takes {{${name}}}, but ${found.reason}`);
  return found.value;
}
