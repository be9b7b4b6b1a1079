import { ExternalLink } from "lucide-react";

import { useChainWorld } from "./chain-context";

interface Props {
  network: string;
  kind: "tx" | "address" | "block";
  id: string;
}

/** To the network's block explorer; nothing when it has none. */
export function ExplorerLink({ network, kind, id }: Props) {
  const explorer = useChainWorld().explorers[network];
  if (!explorer) return null;
  return (
    <a
      href={`${explorer}/${kind}/${id}`}
      target="_blank"
      rel="noreferrer"
      aria-label="Open in the block explorer (new tab)"
      title="Open in the block explorer"
      className="inline-grid size-6 shrink-0 place-content-center rounded text-faint hover:bg-ink/8 hover:text-ink"
    >
      <ExternalLink size={13} aria-hidden />
    </a>
  );
}
