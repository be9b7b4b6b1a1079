/** Symbols of chains whose native token is not called ETH (chainid.network). */
const SYMBOLS: Record<number, string> = {
  56: "BNB",
  97: "tBNB",
  100: "xDAI",
  137: "POL",
  250: "FTM",
  42220: "CELO",
  43114: "AVAX",
};

/** What a chain's native token is called. */
export function nativeSymbol(chainId: number | undefined): string {
  return (chainId !== undefined && SYMBOLS[chainId]) || "ETH";
}
