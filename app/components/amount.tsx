import { useChainWorld } from "./chain-context";
import { nativeSymbol } from "./format/native-symbol";
import { humanEther, weiToEther } from "./format/wei-to-ether";

/** An amount of the chain's own token: for people by default, exact on hover. */
export function Amount({ wei, network }: { wei: string; network: string }) {
  const symbol = nativeSymbol(useChainWorld().chainIds[network]);
  return (
    <span title={`${weiToEther(wei)} ${symbol} (${wei} wei)`} className="font-mono text-xs whitespace-nowrap">
      {humanEther(wei)} {symbol}
    </span>
  );
}
