import { isIP } from "node:net";

import type { AddressVerdict, Cidr } from "~/platform/address-guard";
import { judgeAddress } from "~/platform/address-guard";
import { GuardError } from "./guard-error";

const MAX_URL_LENGTH = 2048;
const PUBLIC_PORTS = new Set(["", "443", "8443"]);
/** Names that cloud providers answer with instance credentials, whatever they resolve to. */
const METADATA_NAMES = new Set(["metadata", "metadata.google.internal", "metadata.amazonaws.com", "metadata.goog"]);

/** The parts of a URL or of undici's connect options that the guard judges. */
export interface Target {
  protocol: string;
  hostname: string;
  port: string;
}

/**
 * Parses a URL by the WHATWG rules, which also turn every spelling of an IPv4 address (`2130706433`, `0x7f.1`,
 * full-width digits) into dotted decimals.
 *
 * @throws GuardError when it isn't a plain http or https URL.
 */
export function parseTarget(url: string): URL {
  if (url.length > MAX_URL_LENGTH) throw new GuardError("too_long", "the URL is longer than 2,048 characters");
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || parsed.hostname === "") throw new GuardError("invalid_url", "is not a valid URL");
  if (parsed.protocol !== "https:" && parsed.protocol !== "http:") {
    throw new GuardError("not_https", "must be an https URL");
  }
  if (parsed.username !== "" || parsed.password !== "") {
    throw new GuardError("credentials", "must not hold a user name or password; use a header instead");
  }
  return parsed;
}

/**
 * Picks the addresses of a target that may be connected to. One blocked answer refuses the name as a whole (a
 * resolver that mixes public and private answers is rebinding), except for `localhost`, whose two families are one
 * host by RFC 6761: there the allowed ones remain.
 *
 * @throws GuardError with the reason.
 */
export function permittedAddresses<T extends string>(
  target: Target,
  addresses: readonly T[],
  allowed: readonly Cidr[],
): T[] {
  const { hostname, protocol, port } = target;
  const name = bareName(hostname);
  refuseMetadataName(name);
  if (addresses.length === 0) throw new GuardError("unresolvable", `${name} does not resolve to an address`);

  const judged = addresses.map((address) => ({ address, verdict: judgeAddress(address, allowed) }));
  const open = isLocalhost(name) ? judged.filter(({ verdict }) => verdict.kind === "allowed") : judged;
  for (const { verdict } of open.length === 0 ? judged : open) {
    if (verdict.kind === "blocked") throw blocked(name, verdict);
  }
  if (open.every(({ verdict }) => verdict.kind === "allowed")) return open.map(({ address }) => address);
  if (protocol !== "https:") throw new GuardError("not_https", "must be https (plain http is only for allowed ranges)");
  if (!PUBLIC_PORTS.has(port)) {
    throw new GuardError("port", `port ${port} is not allowed; public addresses are reached on 443 or 8443`);
  }
  return open.map(({ address }) => address);
}

/** @throws GuardError for the names of cloud metadata services. */
export function refuseMetadataName(name: string): void {
  if (METADATA_NAMES.has(name)) throw new GuardError("metadata", `${name} is a cloud metadata service`);
}

/** What a name says about its addresses before anybody is asked: a literal address, `localhost`, or nothing. */
export function inherentAddresses(name: string): string[] | null {
  if (isIP(name) !== 0) return [name];
  return isLocalhost(name) ? ["127.0.0.1", "::1"] : null;
}

/** A host name as it is looked up: without IPv6 brackets, trailing dot and case. */
export function bareName(hostname: string): string {
  return hostname
    .replace(/^\[|\]$/g, "")
    .replace(/\.$/, "")
    .toLowerCase();
}

/** `localhost` and everything under it (RFC 6761 6.3). */
function isLocalhost(name: string): boolean {
  return name === "localhost" || name.endsWith(".localhost");
}

function blocked(name: string, verdict: Extract<AddressVerdict, { kind: "blocked" }>): GuardError {
  const detail =
    isIP(name) === 0 ? `${name} resolves to an address that is not allowed: ${verdict.detail}` : verdict.detail;
  return new GuardError(verdict.code, detail);
}
