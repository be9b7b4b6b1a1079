/**
 * Whom an address counts as when failures are counted: itself, or for IPv6 its /64, of which one machine has as many
 * addresses as it likes (RFC 6177). IPv4 written as IPv6 counts as IPv4. Other text stays as it is.
 */
export function clientNetwork(ip: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1];
  if (mapped !== undefined) return mapped;
  if (!ip.includes(":") || !URL.canParse(`http://[${ip}]`)) return ip;
  const canonical = new URL(`http://[${ip}]`).hostname.slice(1, -1);
  const [head = [], tail] = canonical.split("::").map((half) => half.split(":").filter((group) => group !== ""));
  const missing = tail === undefined ? 0 : 8 - head.length - tail.length;
  const groups = [...head, ...Array.from({ length: missing }, () => "0"), ...(tail ?? [])];
  return `${groups.slice(0, 4).join(":")}::/64`;
}
