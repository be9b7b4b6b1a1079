import { Form, useNavigation } from "@remix-run/react";
import { History } from "lucide-react";
import { useId } from "react";

import { cx } from "~/components/cx";
import { Button } from "~/components/ui/button";
import { Notice } from "~/components/ui/notice";
import { Panel } from "~/components/ui/panel";
import { PlainField } from "~/components/ui/plain-field";
import type { Job } from "~/domain/jobs/job";
import { JobView } from "./job-view";
import { NetworkField } from "./network-field";
import type { TrialChoices, TrialErrors } from "./trial-choices";

interface Props {
  choices: TrialChoices;
  job: Job | null;
  errors: TrialErrors;
  /** Only mined transactions can match: there is nothing for it in the mempool. */
  isOfMined: boolean;
  /** Whether the one who looks may start one. */
  mayStart: boolean;
}

/** Blocks that are proposed. */
const PROPOSED_BLOCKS = 1_000;

/** Replays the rule over blocks or the recorded mempool, and shows what it would have done. */
export function ReplayPanel({ choices, job, errors, isOfMined, mayStart }: Props) {
  return (
    <Panel title="On the past">
      {mayStart ? (
        <ReplayForm choices={choices} errors={errors} isOfMined={isOfMined} />
      ) : (
        <p className="text-sm text-muted">Analysts can replay the rule over blocks or the recorded mempool.</p>
      )}
      {job === null ? null : (
        <div className="mt-5 border-t border-line pt-4">
          <JobView job={job} mayCancel={mayStart} />
        </div>
      )}
    </Panel>
  );
}

function ReplayForm({ choices, errors, isOfMined }: Pick<Props, "choices" | "errors" | "isOfMined">) {
  const id = useId();
  const hasBlockErrors = errors.fromBlock !== undefined || errors.toBlock !== undefined;
  const isStarting = useNavigation().formData?.get("intent") === "replay";
  const head = choices.networks.length === 1 ? (choices.networks[0]?.head ?? null) : null;
  return (
    <Form method="post" preventScrollReset replace className="group/replay flex flex-col gap-4">
      {errors.form === undefined ? null : (
        <Notice look="bad" live>
          {errors.form.join(" ")}
        </Notice>
      )}
      <NetworkField id={`${id}-network`} networks={choices.networks} errors={errors.network} />
      {isOfMined ? (
        <p className="text-sm text-muted">
          <input type="hidden" name="over" value="blocks" />
          The rule looks at mined transactions: only blocks have them.
        </p>
      ) : (
        <fieldset>
          <legend className="mb-1.5 text-sm font-medium">Replay</legend>
          <div className="flex flex-wrap gap-x-5 text-sm">
            <Choice value="hours" label="The recorded mempool" isChosen={!hasBlockErrors} />
            <Choice value="blocks" label="Blocks" isChosen={hasBlockErrors} />
          </div>
        </fieldset>
      )}
      {/* The other one's fields are hidden by CSS alone, so that it works without scripts; `over` says which count. */}
      {isOfMined ? null : (
        <div className="hidden group-has-[input[value=hours]:checked]/replay:block">
          <PlainField
            id={`${id}-hours`}
            name="lastHours"
            label="Last hours"
            type="number"
            min="0.1"
            max="24"
            step="any"
            defaultValue="6"
            inputMode="decimal"
            errors={errors.lastHours}
            hint="Transactions that touched a watched address are recorded for 24 hours."
          />
        </div>
      )}
      <div
        className={cx(
          "grid gap-4 sm:grid-cols-2",
          !isOfMined && "hidden group-has-[input[value=blocks]:checked]/replay:grid",
        )}
      >
        <BlockField
          id={`${id}-from`}
          name="fromBlock"
          label="From block"
          at={head}
          back={PROPOSED_BLOCKS - 1}
          errors={errors}
        />
        <BlockField id={`${id}-to`} name="toBlock" label="To block" at={head} back={0} errors={errors} />
      </div>
      <Button type="submit" name="intent" value="replay" look="primary" disabled={isStarting} className="w-fit">
        <History size={14} aria-hidden /> {isStarting ? "Starting…" : "Replay"}
      </Button>
    </Form>
  );
}

interface ChoiceProps {
  value: "hours" | "blocks";
  label: string;
  isChosen: boolean;
}

function Choice({ value, label, isChosen }: ChoiceProps) {
  return (
    <label className="inline-flex min-h-8 items-center gap-2 max-md:min-h-10">
      <input type="radio" name="over" value={value} defaultChecked={isChosen} className="check" />
      {label}
    </label>
  );
}

interface BlockFieldProps {
  id: string;
  name: "fromBlock" | "toBlock";
  label: string;
  /** The newest block. */
  at: number | null;
  back: number;
  errors: TrialErrors;
}

function BlockField({ id, name, label, at, back, errors }: BlockFieldProps) {
  return (
    <PlainField
      {...{ id, name, label }}
      type="number"
      min="0"
      inputMode="numeric"
      defaultValue={at === null ? undefined : Math.max(0, at - back)}
      errors={errors[name]}
      {...(name === "toBlock" ? { hint: "Included; at most 100,000 blocks." } : {})}
    />
  );
}
