import { Form, useNavigation } from "@remix-run/react";
import { ShieldCheck } from "lucide-react";

import { TimeAgo } from "~/components/time-ago";
import { Button } from "~/components/ui/button";
import type { FactorState } from "~/domain/factors/factor-state";
import { AskFirst } from "./ask-first";

interface Props {
  state: FactorState;
  /** The user's role may not be without. */
  isDemanded: boolean;
}

/** A second factor that is on: what is left of its recovery codes, and how to renew or end it. */
export function FactorSettings({ state: { enabledAt, recoveryCodesLeft }, isDemanded }: Props) {
  const isBusy = useNavigation().state === "submitting";
  return (
    <div className="flex flex-col divide-y divide-line">
      <p className="flex items-center gap-2.5 pb-4 text-sm font-medium">
        <ShieldCheck size={20} aria-hidden className="text-good" />
        <span>
          On
          {enabledAt === null ? null : (
            <>
              , set up <TimeAgo at={enabledAt} />
            </>
          )}
        </span>
      </p>
      <section aria-labelledby="codes-title" className="py-4">
        <h2 id="codes-title" className="text-sm font-semibold">
          Recovery codes
        </h2>
        <p className="mt-1 mb-3 text-sm text-muted">
          {recoveryCodesLeft} {recoveryCodesLeft === 1 ? "is" : "are"} left. New ones make those before worthless.
        </p>
        <Form method="post">
          <Button type="submit" name="intent" value="renew" disabled={isBusy}>
            Make new codes
          </Button>
        </Form>
      </section>
      <section aria-labelledby="off-title" className="pt-4">
        <h2 id="off-title" className="text-sm font-semibold">
          Another authenticator, or none
        </h2>
        <p className="mt-1 mb-3 text-sm text-muted">
          {isDemanded
            ? "Your role has to have one: when you take this one away, you set up another at once."
            : "Take this one away; you can set up another afterwards."}
        </p>
        <AskFirst button="Turn it off" look="danger" align="left" confirm="Turn it off" fields={{ intent: "disable" }}>
          The password alone is enough then, and the recovery codes are worthless. Your other sign-ins end.
        </AskFirst>
      </section>
    </div>
  );
}
