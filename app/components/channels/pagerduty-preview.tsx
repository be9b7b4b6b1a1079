import type { PagerDutyEvent } from "~/domain/messages/pagerduty-message";

const ACTIONS: Record<PagerDutyEvent["event_action"], string> = {
  trigger: "Opens the incident, or joins it",
  acknowledge: "Acknowledges the incident",
  resolve: "Resolves the incident",
};

/** A PagerDuty event: what it does, and what the incident shows. */
export function PagerDutyPreview({ event }: { event: PagerDutyEvent }) {
  const { event_action, payload, links = [] } = event;
  return (
    <div className="max-w-xl rounded border border-line bg-surface p-3 text-sm">
      <p className="text-xs text-faint">
        {ACTIONS[event_action]} · severity {payload?.severity ?? "as it is"}
      </p>
      {payload === undefined ? null : (
        <>
          <p className="mt-1 font-semibold [overflow-wrap:anywhere]">{payload.summary}</p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard. */}
          <pre tabIndex={0} className="mt-2 max-h-72 overflow-auto rounded bg-ground p-2 font-mono text-xs text-muted">
            {JSON.stringify(payload.custom_details ?? {}, null, 2)}
          </pre>
          <p className="mt-2 flex flex-wrap gap-3 text-xs">
            {links.map(({ href, text }) => (
              <span key={href} title={href} className="text-accent underline underline-offset-2">
                {text}
              </span>
            ))}
          </p>
        </>
      )}
    </div>
  );
}
