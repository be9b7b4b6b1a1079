import { AddressView } from "~/components/address-view";
import { networkLabel } from "~/components/format/network-label";
import type { WatchlistEntry } from "~/domain/watchlists/watchlist-entry";
import { TagList } from "./tag-list";

/** A watched contract for those who may not change it. */
export function EntryFacts({
  entry: { address, network, tags, abi, abis = [], watchControl, enabled },
}: {
  entry: WatchlistEntry;
}) {
  return (
    <dl className="grid grid-cols-[5.5rem_minmax(0,1fr)] items-center gap-y-2 text-sm [&>dt]:text-xs [&>dt]:text-faint">
      <dt>Address</dt>
      <dd>
        <AddressView address={address} network={network} whole hideLabel />
      </dd>
      <dt>Network</dt>
      <dd>{networkLabel(network)}</dd>
      <dt>Tags</dt>
      <dd>
        <TagList tags={tags} />
      </dd>
      <dt>ABI</dt>
      <dd>
        {abi || abis.length > 0
          ? "known: alerts name the arguments"
          : "not given: well-known functions are still named"}
      </dd>
      <dt>Control</dt>
      <dd>{watchControl ? "its rules also look at who controls it" : "its rules look at the contract alone"}</dd>
      <dt>Watched</dt>
      <dd>{enabled ? "yes" : "no: it is switched off"}</dd>
    </dl>
  );
}
