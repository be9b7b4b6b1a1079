import ipaddr from "ipaddr.js";

/** Why an address may not be connected to, as a stable slug. */
export type BlockedCode = "loopback" | "link_local" | "private" | "reserved";

/** May be connected to as a public address, because the operator allows its range, or not at all. */
export type AddressVerdict = { kind: "public" | "allowed" } | { kind: "blocked"; code: BlockedCode; detail: string };

type Address = ipaddr.IPv4 | ipaddr.IPv6;
/** A parsed range: its base address and prefix length in bits. */
export type Cidr = [Address, number];

/** Deprecated "IPv4-compatible" addresses (RFC 4291 2.5.5.1): `::7f00:1` reaches 127.0.0.1 on some systems. */
const V4_COMPATIBLE: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse("::"), 96];

const WORDS: Record<string, readonly [string, BlockedCode]> = {
  loopback: ["a loopback", "loopback"],
  unspecified: ["an unspecified (this host's own)", "loopback"],
  linkLocal: ["a link-local", "link_local"],
  private: ["a private", "private"],
  uniqueLocal: ["a private (unique local)", "private"],
  carrierGradeNat: ["a carrier-grade NAT", "private"],
};

/**
 * Reads a list such as `["10.0.0.0/8", "fd00::/8"]`.
 *
 * @throws Error naming the entry that is not a CIDR range.
 */
export function parseCidrs(cidrs: readonly string[]): Cidr[] {
  return cidrs.map((cidr) => {
    try {
      return ipaddr.parseCIDR(cidr);
    } catch (error) {
      throw new Error(`"${cidr}" is not a CIDR range such as 10.0.0.0/8`, { cause: error });
    }
  });
}

/**
 * Judges one resolved address by the IANA special-purpose registries: only globally reachable unicast passes, unless
 * the operator allowed the range. IPv4 inside IPv6 (`::ffff:127.0.0.1`) is judged as the IPv4 address it is; tunnels
 * that hide an IPv4 address (6to4, NAT64, Teredo, IPv4-compatible) are blocked as a whole.
 */
export function judgeAddress(text: string, allowed: readonly Cidr[]): AddressVerdict {
  if (!ipaddr.isValid(text)) return { kind: "blocked", code: "reserved", detail: "not an IP address" };
  const address = ipaddr.process(text);
  if (allowed.some((cidr) => contains(cidr, address))) return { kind: "allowed" };

  const range = address.range();
  if (range === "unicast" && !contains(V4_COMPATIBLE, address)) return { kind: "public" };
  const [words, code] = WORDS[range] ?? ["a reserved", "reserved" as const];
  return { kind: "blocked", code, detail: `${address.toString()} is ${words} address` };
}

function contains([base, bits]: Cidr, address: Address): boolean {
  if (base instanceof ipaddr.IPv4) return address instanceof ipaddr.IPv4 && address.match(base, bits);
  return address instanceof ipaddr.IPv6 && address.match(base, bits);
}
