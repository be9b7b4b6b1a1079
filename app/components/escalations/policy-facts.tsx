import { HostileText } from "~/components/hostile-text";
import { SeverityBadge } from "~/components/severity-badge";
import { Panel } from "~/components/ui/panel";
import type { EscalationPolicy } from "~/domain/escalations/escalation-policy";
import { durationWords } from "./duration-words";
import { hoursWords } from "./hours-words";
import type { ChannelOption } from "./policy-fields";

/** A policy for who may read it only. */
export function PolicyFacts({ policy, channels }: { policy: EscalationPolicy; channels: readonly ChannelOption[] }) {
  const { steps, repeats, hours, severities, onDeliveryFailure } = policy;
  const nameOf = (value: string) => channels.find(({ id }) => id === value)?.name ?? `all ${value} channels`;
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <Panel title="Steps">
        <ol className="flex flex-col gap-3 text-sm">
          {steps.map((step, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a step has no identity but its place.
            <li key={index}>
              <span className="font-medium">Step {index + 1}:</span>{" "}
              <HostileText text={step.channels.map(nameOf).join(", ")} max={300} />
              <span className="block text-xs text-faint">then waits {durationWords(step.waitSeconds)}</span>
            </li>
          ))}
        </ol>
        <p className="mt-3 text-sm text-muted">
          {repeats === 0 ? "Then it gives up." : `Then it begins again, up to ${repeats + 1} times in all.`}
        </p>
      </Panel>
      <Panel title="For">
        <div className="flex flex-col gap-2 text-sm">
          <span className="flex flex-wrap gap-3">
            {severities.map((severity) => (
              <SeverityBadge key={severity} severity={severity} />
            ))}
          </span>
          {onDeliveryFailure ? <p>Channels that keep failing.</p> : null}
          <p className="text-muted">{hours === null ? "At any time." : hoursWords(hours)}</p>
        </div>
      </Panel>
    </div>
  );
}
