import { isStorableText } from "~/domain/is-storable-text";
import { ApiProblem } from "./api-problem";
import { jsonPointer } from "./field-errors";
import { invalidRequest } from "./invalid-request";

/** 1 MiB. */
const MAX_BODY_BYTES = 1_048_576;
/** What is read and thrown away of a larger one: a client that is cut off while it sends never sees why. */
const MAX_DISCARDED_BYTES = 16 * MAX_BODY_BYTES;
/** Deeper than any body of ours; what a hostile one could otherwise do to recursive code. */
const MAX_DEPTH = 32;

/**
 * The body as JSON; undefined when there is none.
 *
 * @throws ApiProblem 413, 415. @throws AppError `invalid_input` for what isn't JSON.
 */
export async function readJson(request: Request): Promise<unknown> {
  const declared = Number(request.headers.get("Content-Length") ?? 0);
  if (declared > MAX_BODY_BYTES) throw tooLarge();
  // Some clients name a type even when they send nothing.
  const hasType = request.headers.has("Content-Type") && request.headers.get("Content-Length") !== "0";
  if (hasType) requireJsonType(request);
  const bytes = await readCapped(request);
  if (bytes.length === 0) return undefined;
  if (!hasType) requireJsonType(request);
  return parseJson(bytes);
}

function requireJsonType(request: Request): void {
  const [type = "", ...parameters] = (request.headers.get("Content-Type") ?? "").toLowerCase().split(";");
  const accepted = ["application/json", ...(request.method === "PATCH" ? ["application/merge-patch+json"] : [])];
  const charset = parameters.map((text) => text.trim()).find((text) => text.startsWith("charset="));
  const utf8 = charset === undefined || /^charset="?utf-?8"?$/.test(charset);
  const encoding = request.headers.get("Content-Encoding") ?? "identity";
  if (accepted.includes(type.trim()) && utf8 && encoding === "identity") return;
  throw new ApiProblem(415, "unsupported_media_type", "The body must be application/json in UTF-8, not compressed.", {
    headers: { Accept: accepted.join(", ") },
  });
}

async function readCapped(request: Request): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  const next = () => reader?.read().catch(cutOff);
  for (let part = await next(); part && !part.done; part = await next()) {
    size += part.value.length;
    if (size > MAX_DISCARDED_BYTES) {
      await reader?.cancel();
      break;
    }
    if (size <= MAX_BODY_BYTES) chunks.push(part.value);
  }
  if (size > MAX_BODY_BYTES) throw tooLarge();
  return Buffer.concat(chunks);
}

/** The client went away while it sent: nobody reads the answer, but it is no fault of ours either. */
function cutOff(): never {
  throw new ApiProblem(400, "body_cut_off", "The connection ended before the body did.");
}

const tooLarge = () => new ApiProblem(413, "body_too_large", "The body may be at most 1 MiB.");

function parseJson(bytes: Uint8Array): unknown {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    const reason = error instanceof SyntaxError ? "is not valid JSON" : "is not valid UTF-8";
    throw invalidRequest([{ pointer: "", detail: reason, code: "malformed_json" }]);
  }
  requireSane(value, []);
  return value;
}

function requireSane(value: unknown, path: (string | number)[]): void {
  if (typeof value === "string" && !isStorableText(value)) {
    const detail = "has a NUL character or half of a surrogate pair";
    throw invalidRequest([{ pointer: jsonPointer(path), detail, code: "invalid_characters" }]);
  }
  if (typeof value !== "object" || value === null) return;
  if (path.length >= MAX_DEPTH) {
    const detail = `is nested deeper than ${MAX_DEPTH} levels`;
    throw invalidRequest([{ pointer: jsonPointer(path), detail, code: "too_deep" }]);
  }
  for (const [key, inner] of Object.entries(value)) {
    if (key === "__proto__" || !isStorableText(key)) {
      throw invalidRequest([{ pointer: jsonPointer([...path, key]), detail: "is not a field", code: "unknown_field" }]);
    }
    requireSane(inner, [...path, key]);
  }
}
