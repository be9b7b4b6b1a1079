import { useFetcher } from "@remix-run/react";
import { Check } from "lucide-react";
import { useRef } from "react";
import { HostileText } from "~/components/hostile-text";
import { useRights } from "~/components/rights-context";
import { useHotkeys } from "~/components/shell/hotkeys";
import { TimeAgo } from "~/components/time-ago";
import { Button } from "~/components/ui/button";
import { KeyHint } from "~/components/ui/key-hint";
import { Notice } from "~/components/ui/notice";
import type { Alert } from "~/domain/alerts/alert";
import type { AlertFacts } from "~/domain/alerts/alert-facts";
import { acknowledgerWords } from "./acknowledger-words";

/** Takes charge of an alert, with a note; afterwards says who did. */
export function AcknowledgeForm({ alert, facts }: { alert: Alert; facts: AlertFacts }) {
  const rights = useRights();
  const fetcher = useFetcher<{ error: string | null }>();
  const form = useRef<HTMLFormElement>(null);
  const isOpen = alert.acknowledgedAt === null;
  useHotkeys({
    e: () => {
      if (isOpen && rights.edit) form.current?.requestSubmit();
    },
  });
  if (alert.acknowledgedAt !== null) {
    return (
      <div className="flex items-start gap-2.5 text-sm">
        <Check size={16} aria-hidden className="mt-0.5 shrink-0 text-good" />
        <div className="min-w-0">
          <p>
            Acknowledged by{" "}
            <strong className="font-semibold">
              <HostileText
                text={acknowledgerWords({ name: alert.acknowledgedByName, via: alert.acknowledgedVia })}
                max={120}
              />
            </strong>{" "}
            <TimeAgo at={alert.acknowledgedAt} className="text-faint" />
          </p>
          {facts.acknowledgedNote === null ? null : (
            <p className="mt-1 text-muted">
              <HostileText text={facts.acknowledgedNote} max={300} expandable />
            </p>
          )}
        </div>
      </div>
    );
  }
  if (!rights.edit) return <p className="text-sm text-muted">Nobody has acknowledged it yet. Your role can't.</p>;
  return (
    <fetcher.Form ref={form} method="post" className="flex flex-col gap-2">
      {fetcher.data?.error == null ? null : (
        <Notice look="bad" live>
          {fetcher.data.error}
        </Notice>
      )}
      <input type="hidden" name="intent" value="acknowledge" />
      <label htmlFor="note" className="sr-only">
        Note
      </label>
      <textarea
        id="note"
        name="note"
        rows={2}
        maxLength={2000}
        placeholder="Note (optional): what you know, what you do"
        className="control resize-y text-sm"
      />
      <Button type="submit" look="primary" disabled={fetcher.state !== "idle"}>
        <Check size={15} aria-hidden />
        {fetcher.state === "idle" ? "Acknowledge" : "Acknowledging…"}
        <KeyHint keys="e" className="ml-1 inline-flex max-md:hidden" />
      </Button>
    </fetcher.Form>
  );
}
