/** A watched contract that monitors are about; several may be about the same. */
export interface WatchedContract {
  name: string;
  network: string;
  /** Lower case. */
  address: string;
  abi?: unknown[];
}

/** Gathers the contracts of all monitors: each once, with what all of them say of its ABI. */
export interface WatchedContracts {
  add(contract: WatchedContract): void;
  list(): WatchedContract[];
}

/** None yet. */
export function watchedContracts(): WatchedContracts {
  const byPlace = new Map<string, WatchedContract>();
  return {
    add(contract) {
      const key = `${contract.network}/${contract.address}`;
      const known = byPlace.get(key);
      if (known === undefined) {
        byPlace.set(key, contract);
        return;
      }
      const items = [...(known.abi ?? []), ...(contract.abi ?? [])];
      const distinct = [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
      byPlace.set(key, { ...known, ...(distinct.length === 0 ? {} : { abi: distinct }) });
    },
    list: () => [...byPlace.values()],
  };
}
