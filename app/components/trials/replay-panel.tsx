import { Form, useNavigation } from "@remix-run/react";
import { History } from "lucide-react";
import { useId, useState } from "react";

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
  const [over, setOver] = useState<"hours" | "blocks">(isOfMined ? "blocks" : "hours");
  const isStarting = useNavigation().formData?.get("intent") === "replay";
  const head = choices.networks.length === 1 ? (choices.networks[0]?.head ?? null) : null;
  return (
    <Form method="post" preventScrollReset replace className="flex flex-col gap-4">
      {errors.form === undefined ? null : (
        <Notice look="bad" live>
          {errors.form.join(" ")}
        </Notice>
      )}
      <NetworkField id={`${id}-network`} networks={choices.networks} errors={errors.network} />
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1.5 text-sm font-medium">Replay</legend>
        {isOfMined ? (
          <p className="text-xs text-faint">The rule looks at mined transactions: only blocks have them.</p>
        ) : (
          <div className="flex flex-wrap gap-x-5 gap-y-1.5 text-sm">
            <Choice name="hours" label="The recorded mempool" over={over} onChoose={setOver} />
            <Choice name="blocks" label="Blocks" over={over} onChoose={setOver} />
          </div>
        )}
      </fieldset>
      {over === "hours" ? (
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
      ) : (
        <div className="grid gap-4 sm:grid-cols-2">
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
      )}
      <Button type="submit" name="intent" value="replay" look="primary" disabled={isStarting} className="w-fit">
        <History size={14} aria-hidden /> {isStarting ? "Starting…" : "Replay"}
      </Button>
    </Form>
  );
}

interface ChoiceProps {
  name: "hours" | "blocks";
  label: string;
  over: string;
  onChoose: (name: "hours" | "blocks") => void;
}

function Choice({ name, label, over, onChoose }: ChoiceProps) {
  return (
    <label className="inline-flex items-center gap-2">
      <input type="radio" name="over" value={name} checked={over === name} onChange={() => onChoose(name)} />
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
      required
      inputMode="numeric"
      defaultValue={at === null ? undefined : Math.max(0, at - back)}
      errors={errors[name]}
      {...(name === "toBlock" ? { hint: "Included; at most 100,000 blocks." } : {})}
    />
  );
}
