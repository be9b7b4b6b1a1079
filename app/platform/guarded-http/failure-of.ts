import { GuardError } from "./guard-error";
import type { HttpResult } from "./http-result";

type Failure = Exclude<HttpResult, { kind: "response" }>;

const CONNECTION: Record<string, string> = {
  ECONNREFUSED: "the connection was refused",
  ECONNRESET: "the connection was reset",
  EPIPE: "the connection was closed while sending",
  EHOSTUNREACH: "the host cannot be reached",
  ENETUNREACH: "the network cannot be reached",
  ETIMEDOUT: "the connection timed out",
  UND_ERR_SOCKET: "the far side closed the connection before it answered",
  UND_ERR_HEADERS_OVERFLOW: "the answer's headers are too large",
};
const UNRESOLVABLE = new Set(["ENOTFOUND", "EAI_AGAIN", "EAI_NODATA", "ENODATA", "ESERVFAIL"]);
const CERTIFICATE = /^(CERT_|ERR_TLS_CERT|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH)/;

/** Translates what undici and Node throw into a result whose text is safe to store and show: never the URL. */
export function failureOf(error: unknown): Failure {
  const guard = findGuardError(error);
  if (guard?.code === "unresolvable") return { kind: "network", code: "unresolvable", detail: guard.message };
  if (guard) return { kind: "blocked", code: guard.code, detail: guard.message };

  const code = codeOf(error);
  if (code === "UND_ERR_CONNECT_TIMEOUT") return timeout("connect");
  if (code === "UND_ERR_HEADERS_TIMEOUT") return timeout("headers");
  if (code === "UND_ERR_BODY_TIMEOUT") return timeout("body");
  if (code === "UND_ERR_ABORTED" || code === "ABORT_ERR") {
    return { kind: "network", code: "aborted", detail: "the request was cancelled" };
  }
  if (UNRESOLVABLE.has(code)) {
    return { kind: "network", code: "unresolvable", detail: `the host name could not be resolved (${code})` };
  }
  if (CERTIFICATE.test(code)) {
    return { kind: "network", code: "certificate", detail: `the TLS certificate is not valid (${code})` };
  }
  const words = CONNECTION[code] ?? (code.startsWith("HPE_") ? "the answer is not valid HTTP" : "the request failed");
  return { kind: "network", code: "connection", detail: code === "" ? words : `${words} (${code})` };
}

/** A time-out, in words for people. */
export function timeout(phase: "connect" | "headers" | "body"): Failure {
  const words = {
    connect: "could not connect in time",
    headers: "connected, but no answer came in time",
    body: "the answer began, but did not end in time",
  };
  return { kind: "timeout", phase, detail: words[phase] };
}

/** When several addresses were tried, Node wraps each one's error in an AggregateError. */
function errorsWithin(error: unknown): unknown[] {
  const found: unknown[] = [];
  for (let next: unknown = error; next instanceof Error && found.length < 8; next = next.cause) {
    found.push(next);
    if (next instanceof AggregateError) found.push(...next.errors);
  }
  return found;
}

function findGuardError(error: unknown): GuardError | undefined {
  return errorsWithin(error).find((inner): inner is GuardError => inner instanceof GuardError);
}

function codeOf(error: unknown): string {
  for (const inner of errorsWithin(error)) {
    if (inner instanceof Error && "code" in inner && typeof inner.code === "string") return inner.code;
    if (inner instanceof Error && inner.name === "AbortError") return "ABORT_ERR";
  }
  return "";
}
