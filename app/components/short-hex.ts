/** `0x12Ab…34Cd`: the first and last four digits. Whole when that is not longer. */
export function shortHex(hex: string): string {
  return hex.length <= 13 ? hex : `${hex.slice(0, 6)}…${hex.slice(-4)}`;
}
