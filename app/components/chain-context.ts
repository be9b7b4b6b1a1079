import { createContext, useContext } from "react";

/** What the page needs to know of the chain's world: explorers by network, and the names people gave to addresses. */
export interface ChainWorld {
  explorers: Record<string, string | null>;
  chainIds: Record<string, number>;
  /** `network:address` (lower case) to the watchlist's name. */
  labels: Record<string, string>;
  /** Watchlist entry id to its name. */
  entryNames: Record<string, string>;
}

export const ChainContext = createContext<ChainWorld>({ explorers: {}, chainIds: {}, labels: {}, entryNames: {} });

/** The chain's world as the shell loaded it. */
export function useChainWorld(): ChainWorld {
  return useContext(ChainContext);
}
