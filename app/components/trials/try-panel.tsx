import { useFetcher } from "@remix-run/react";
import { FlaskConical } from "lucide-react";
import { useId } from "react";

import { Button } from "~/components/ui/button";
import { describedBy } from "~/components/ui/described-by";
import { Field } from "~/components/ui/field";
import { Notice } from "~/components/ui/notice";
import { Panel } from "~/components/ui/panel";
import type { RuleTrial } from "~/domain/rules/rule-trial";
import { NetworkField } from "./network-field";
import { TrialAnswer } from "./trial-answer";
import type { TrialChoices, TrialErrors } from "./trial-choices";

/** What became of a try. */
export type TryOutcome = { trial: RuleTrial; network: string } | { errors: TrialErrors };

/** Asks the rule of one transaction, and shows why it matches or not. */
export function TryPanel({ choices }: { choices: TrialChoices }) {
  const fetcher = useFetcher<TryOutcome>({ key: "try" });
  const id = useId();
  const isAsking = fetcher.state !== "idle";
  const outcome = fetcher.data;
  const errors: TrialErrors = outcome && "errors" in outcome ? outcome.errors : {};
  return (
    <Panel title="On one transaction">
      <fetcher.Form method="post" className="flex flex-col gap-4">
        {errors.form === undefined ? null : (
          <Notice look="bad" live>
            {errors.form.join(" ")}
          </Notice>
        )}
        <NetworkField id={`${id}-network`} networks={choices.networks} errors={errors.network} />
        <Field
          id={`${id}-given`}
          label="Transaction"
          errors={errors.given}
          hint="Its hash, the raw signed transaction (0x02f8…), or the JSON object that a node gives. Nothing is recorded or sent."
        >
          <textarea
            id={`${id}-given`}
            name="given"
            rows={3}
            required
            spellCheck={false}
            autoComplete="off"
            placeholder="0x…"
            className="control resize-y font-mono text-xs"
            {...describedBy({ id: `${id}-given`, errors: errors.given, hasHint: true })}
          />
        </Field>
        <Button type="submit" name="intent" value="try" look="primary" disabled={isAsking} className="w-fit">
          <FlaskConical size={14} aria-hidden /> {isAsking ? "Asking…" : "Try it"}
        </Button>
      </fetcher.Form>
      {outcome && "trial" in outcome && !isAsking ? (
        <div className="mt-5 border-t border-line pt-4">
          <TrialAnswer trial={outcome.trial} network={outcome.network} />
        </div>
      ) : null}
    </Panel>
  );
}
