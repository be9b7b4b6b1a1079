import { CopyButton } from "./copy-button";
import { cx } from "./cx";
import { ExplorerLink } from "./explorer-link";
import { shortHex } from "./short-hex";

interface Props {
  hash: string;
  network: string;
  className?: string;
}

/** A transaction's hash: shortened, with copy and explorer. */
export function HashView({ hash, network, className }: Props) {
  return (
    <span className={cx("inline-flex items-center gap-1", className)}>
      <span title={hash} className="font-mono text-xs">
        {shortHex(hash)}
      </span>
      <CopyButton text={hash} what="transaction hash" />
      <ExplorerLink network={network} kind="tx" id={hash} />
    </span>
  );
}
