import { useChainWorld } from "~/components/chain-context";
import type { Alert } from "~/domain/alerts/alert";
import { visibleText } from "~/domain/transactions/visible-text";

/** The alert's sentence with the contract's name standing out. */
export function AlertSentence({ alert }: { alert: Pick<Alert, "title" | "watchlistId"> }) {
  const { entryNames } = useChainWorld();
  const title = visibleText(alert.title, 240);
  const known = alert.watchlistId === null ? undefined : entryNames[alert.watchlistId];
  const name = known === undefined ? "" : visibleText(known, 60);
  const at = name === "" ? -1 : title.indexOf(name);
  if (at < 0) return <bdi>{title}</bdi>;
  return (
    <bdi>
      {title.slice(0, at)}
      <strong className="font-semibold">{name}</strong>
      {title.slice(at + name.length)}
    </bdi>
  );
}
