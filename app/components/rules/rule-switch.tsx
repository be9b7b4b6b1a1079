import { useFetcher } from "@remix-run/react";

import { useRights } from "~/components/rights-context";
import { Switch } from "~/components/ui/switch";
import type { Rule } from "~/domain/rules/rule";
import { paths } from "~/paths";

/** Switches a rule on or off at once; goes back when the server refuses. Who may not switch it reads its state. */
export function RuleSwitch({ rule }: { rule: Rule }) {
  const fetcher = useFetcher<{ error?: string }>();
  const { edit } = useRights();
  const sent = fetcher.formData?.get("enabled");
  const isOn = sent == null ? rule.enabled : sent === "true";
  const error = fetcher.state === "idle" ? fetcher.data?.error : undefined;
  if (!edit) return <span className="text-muted">{isOn ? "On" : "Off"}</span>;
  return (
    <span className="flex items-center">
      <Switch
        checked={isOn}
        aria-label={`${rule.name} is on`}
        onChange={(event) =>
          fetcher.submit(
            { intent: "switch", enabled: String(event.target.checked) },
            { method: "post", action: paths.rule(rule.id) },
          )
        }
      />
      {error === undefined ? null : (
        <span role="alert" className="ml-2 text-xs text-critical">
          {error}
        </span>
      )}
    </span>
  );
}
