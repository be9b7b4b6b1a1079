/** A network's slug as a name: `base-mainnet` becomes `Base mainnet`. */
export function networkLabel(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1).replaceAll("-", " ");
}
