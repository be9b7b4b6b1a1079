import { useChainWorld } from "./chain-context";
import { CopyButton } from "./copy-button";
import { cx } from "./cx";
import { ExplorerLink } from "./explorer-link";
import { HostileText } from "./hostile-text";
import { Identicon } from "./identicon";
import { shortHex } from "./short-hex";

interface Props {
  /** EIP-55. */
  address: string;
  network: string;
  /** Without its buttons, for rows of a list. */
  bare?: boolean;
  /** Only its name, when it has one: for columns too narrow for both. */
  brief?: boolean;
  /** All 40 digits where there is room. */
  whole?: boolean;
  /** Where the name stands beside it already. */
  hideLabel?: boolean;
  className?: string;
}

/** An address: picture, the watchlist's name for it when there is one, middle-shortened digits, copy, explorer. */
export function AddressView({
  address,
  network,
  bare = false,
  brief = false,
  whole = false,
  hideLabel = false,
  className,
}: Props) {
  const { labels } = useChainWorld();
  const label = hideLabel ? undefined : labels[`${network}:${address.toLowerCase()}`];
  const size = bare ? 14 : 16;
  return (
    <span className={cx("inline-flex min-w-0 max-w-full items-center gap-x-1.5", !bare && "flex-wrap", className)}>
      {label === undefined ? (
        <Identicon address={address} size={size} />
      ) : (
        // In one piece: a long name is cut rather than parted from its picture.
        <span className="inline-flex min-w-0 items-center gap-x-1.5">
          <Identicon address={address} size={size} />
          <span title={brief ? address : undefined} className="min-w-0 truncate font-medium">
            <HostileText text={label} max={60} />
          </span>
        </span>
      )}
      {brief && label !== undefined ? null : (
        <span
          className={cx(
            "inline-flex max-w-full items-center gap-1.5",
            whole ? "min-w-0" : "shrink-0 whitespace-nowrap",
          )}
        >
          <span
            title={address}
            className={cx("min-w-0 font-mono text-xs", label === undefined ? "text-ink" : "text-faint")}
          >
            {whole && label === undefined ? (
              <>
                <span className="[overflow-wrap:anywhere] max-md:hidden">{address}</span>
                <span className="md:hidden">{shortHex(address)}</span>
              </>
            ) : (
              shortHex(address)
            )}
          </span>
          {bare ? null : (
            <span className="inline-flex">
              <CopyButton text={address} what="address" />
              <ExplorerLink network={network} kind="address" id={address} />
            </span>
          )}
        </span>
      )}
    </span>
  );
}
