import { useNavigate } from "@remix-run/react";
import { ArrowUp } from "lucide-react";
import { useCallback, useEffect, useRef, useState } from "react";
import { useRights } from "~/components/rights-context";
import { Notice } from "~/components/ui/notice";
import { PageHeader } from "~/components/ui/page-header";
import type { Alert } from "~/domain/alerts/alert";
import { paths } from "~/paths";
import { AlertRow } from "./alert-row";
import { BulkBar } from "./bulk-bar";
import { FeedEmpty } from "./feed-empty";
import { type FeedFilter, feedSearch, isFiltered } from "./feed-filter";
import { FeedFilters, FeedViews } from "./feed-filters";
import { LiveIndicator } from "./live-indicator";
import { OlderAlerts } from "./older-alerts";
import { useAcknowledge } from "./use-acknowledge";
import { useFeed } from "./use-feed";
import { useFeedKeys } from "./use-feed-keys";

interface Props {
  alerts: Alert[];
  total: number;
  nextCursor: string | null;
  /** Looking at an older part, which doesn't move. */
  isOlderPart: boolean;
  after: string | null;
  filter: FeedFilter;
  networks: string[];
  contracts: Record<string, string>;
  hasRules: boolean;
}

/** The live list of alerts with its filters, keys and bulk actions. */
export function AlertFeed(props: Props) {
  const { alerts, total, nextCursor, isOlderPart, after, filter, networks, contracts, hasRules } = props;
  const rights = useRights();
  const navigate = useNavigate();
  const list = useRef<HTMLOListElement>(null);
  const [paused, setPaused] = useState(false);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const feed = useFeed({ alerts, filter, after, paused: paused || isOlderPart, shouldHold: () => selected.size > 0 });
  const { acknowledge, busy, error } = useAcknowledge(feed.markAcknowledged);

  const select = useCallback((id: string, isSelected: boolean) => {
    setSelected((before) => {
      const next = new Set(before);
      if (isSelected) next.add(id);
      else next.delete(id);
      return next;
    });
  }, []);
  const acknowledgeAll = (ids: string[]) => {
    if (!rights.edit) return;
    acknowledge(ids);
    setSelected(new Set());
  };
  useFeedKeys({
    list,
    selected,
    onToggle: (id) => {
      if (rights.edit) select(id, !selected.has(id));
    },
    onSilence: (id) => {
      const ruleId = feed.shown.find((alert) => alert.id === id)?.ruleId;
      if (!rights.edit || ruleId === undefined) return;
      navigate(paths.newSilence(new URLSearchParams({ ruleId, next: paths.alerts(feedSearch(filter)) }).toString()));
    },
    onAcknowledge: acknowledgeAll,
    onRelease: feed.release,
  });
  useWaitingInTitle(feed.waiting.length);

  return (
    <>
      <PageHeader
        title="Alerts"
        actions={isOlderPart ? null : <LiveIndicator state={feed.stream} onToggle={() => setPaused(!paused)} />}
      >
        {countWords(total + feed.arrived.size + feed.waiting.length, isFiltered(filter))}
      </PageHeader>
      <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
        <FeedViews filter={filter} />
      </div>
      <FeedFilters filter={filter} networks={networks} contracts={contracts} />
      {error === null ? null : (
        <Notice look="bad" live className="mb-3">
          {error}
        </Notice>
      )}
      <div className="relative">
        <WaitingButton count={feed.waiting.length} onClick={feed.release} />
        <section aria-label="Alerts" className="overflow-clip rounded-lg border border-line bg-surface shadow-raised">
          {feed.shown.length === 0 ? (
            <FeedEmpty
              filtered={isFiltered(filter)}
              hasNetworks={networks.length > 0}
              hasContracts={Object.keys(contracts).length > 0}
              hasRules={hasRules}
            />
          ) : (
            <ol ref={list}>
              {feed.shown.map((alert) => (
                <AlertRow
                  key={alert.id}
                  alert={alert}
                  selected={selected.has(alert.id)}
                  hasArrived={feed.arrived.has(alert.id)}
                  showNetwork={networks.length > 1}
                  onSelect={rights.edit ? select : undefined}
                />
              ))}
            </ol>
          )}
        </section>
      </div>
      <OlderAlerts filter={filter} nextCursor={nextCursor} isOlderPart={isOlderPart} onLoaded={feed.addOlder} />
      <BulkBar
        count={rights.edit ? selected.size : 0}
        busy={busy}
        onAcknowledge={() => acknowledgeAll([...selected])}
        onClear={() => setSelected(new Set())}
      />
    </>
  );
}

function WaitingButton({ count, onClick }: { count: number; onClick: () => void }) {
  return (
    <div aria-live="polite" className="sticky top-14 z-20 h-0">
      {count === 0 ? null : (
        <button
          type="button"
          onClick={onClick}
          className="float-in tabular mx-auto flex h-8 translate-y-2 items-center gap-1.5 rounded-full bg-accent px-3.5 text-xs font-semibold text-on-accent shadow-float hover:bg-accent-strong"
        >
          <ArrowUp size={14} aria-hidden /> {count} new
        </button>
      )}
    </div>
  );
}

/** A tab in the background tells that something waits. */
function useWaitingInTitle(count: number) {
  useEffect(() => {
    const title = document.title;
    if (count > 0) document.title = `(${count}) ${title}`;
    return () => {
      document.title = title;
    };
  }, [count]);
}

function countWords(total: number, filtered: boolean): string {
  const count = total > 100_000 ? "More than 100,000" : total.toLocaleString("en-US");
  return `${count} ${total === 1 ? "alert" : "alerts"}${filtered ? " with these filters" : ""}, newest first`;
}
