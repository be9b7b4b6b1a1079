import { ApiProblem } from "./api-problem";
import type { EndpointSpec } from "./endpoint";
import { invalidRequest } from "./invalid-request";
import { parseCsv } from "./parse-csv";
import { requireSane } from "./require-sane";

/** 1 MiB. */
const MAX_BODY_BYTES = 1_048_576;
/** What is read and thrown away of a larger one: a client that is cut off while it sends never sees why. */
const MAX_DISCARDED_BYTES = 16 * MAX_BODY_BYTES;

const JSON_TYPE = "application/json";
const CSV_TYPE = "text/csv";

/**
 * The body as JSON, or the rows of a CSV one where the endpoint takes CSV, or what the endpoint's own reader makes of it;
 * undefined when there is none.
 *
 * @throws ApiProblem 413, 415. @throws AppError `invalid_input` for what cannot be read.
 */
export async function readBody(
  request: Request,
  { csv, texts = {}, maxBodyBytes = MAX_BODY_BYTES }: Pick<EndpointSpec, "csv" | "texts" | "maxBodyBytes">,
): Promise<unknown> {
  const declared = Number(request.headers.get("Content-Length") ?? 0);
  if (declared > maxBodyBytes) throw tooLarge(maxBodyBytes);
  // Some clients name a type even when they send nothing.
  const hasType = request.headers.has("Content-Type") && request.headers.get("Content-Length") !== "0";
  const accepted = [
    JSON_TYPE,
    ...(request.method === "PATCH" ? ["application/merge-patch+json"] : []),
    ...(csv === undefined ? [] : [CSV_TYPE]),
    ...Object.keys(texts).filter((type) => type !== JSON_TYPE),
  ];
  if (hasType) requireType(request, accepted);
  const bytes = await readCapped(request, maxBodyBytes);
  if (bytes.length === 0) return undefined;
  const value = read(requireType(request, accepted), decoded(bytes), texts, csv);
  requireSane(value);
  return value;
}

function read(type: string, text: string, texts: NonNullable<EndpointSpec["texts"]>, csv: EndpointSpec["csv"]) {
  if (type === CSV_TYPE && csv !== undefined) return csvRows(text, csv);
  const reader = texts[type];
  if (reader === undefined) return json(text);
  const result = reader.read(text);
  if (result.ok) return result.value;
  throw invalidRequest([result.error]);
}

/** The body's media type. @throws ApiProblem 415. */
function requireType(request: Request, accepted: readonly string[]): string {
  const [type = "", ...parameters] = (request.headers.get("Content-Type") ?? "").toLowerCase().split(";");
  const charset = parameters.map((text) => text.trim()).find((text) => text.startsWith("charset="));
  const utf8 = charset === undefined || /^charset="?utf-?8"?$/.test(charset);
  const encoding = request.headers.get("Content-Encoding")?.trim().toLowerCase() ?? "identity";
  if (encoding !== "identity") {
    // RFC 9110, 15.5.16: it names what would be taken.
    throw new ApiProblem(415, "unsupported_encoding", "The body must not be compressed.", {
      headers: { "Accept-Encoding": "identity" },
    });
  }
  if (accepted.includes(type.trim()) && utf8) return type.trim();
  const types = accepted.filter((name) => name !== "application/merge-patch+json").join(" or ");
  throw new ApiProblem(415, "unsupported_media_type", `The body must be ${types} in UTF-8.`, {
    headers: { Accept: accepted.join(", ") },
  });
}

async function readCapped(request: Request, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  const next = () => reader?.read().catch(cutOff);
  for (let part = await next(); part && !part.done; part = await next()) {
    size += part.value.length;
    if (size > Math.max(MAX_DISCARDED_BYTES, maxBytes)) {
      await reader?.cancel();
      break;
    }
    if (size <= maxBytes) chunks.push(part.value);
  }
  if (size > maxBytes) throw tooLarge(maxBytes);
  return Buffer.concat(chunks);
}

/** The client went away while it sent: nobody reads the answer, but it is no fault of ours either. */
function cutOff(): never {
  throw new ApiProblem(400, "body_cut_off", "The connection ended before the body did.");
}

const tooLarge = (bytes: number) =>
  new ApiProblem(413, "body_too_large", `The body may be at most ${bytes / MAX_BODY_BYTES} MiB.`);

const malformed = (detail: string, code: string) => invalidRequest([{ pointer: "", detail, code }]);

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw malformed("is not valid UTF-8", "malformed_json");
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed("is not valid JSON", "malformed_json");
  }
}

function csvRows(text: string, options: EndpointSpec["csv"]): unknown {
  const parsed = parseCsv(text, options);
  if (!parsed.ok) throw malformed(`${parsed.detail}: the body must be CSV with a header line`, "malformed_csv");
  return parsed.rows;
}
