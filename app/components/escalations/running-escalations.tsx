import { Form, Link, useNavigation } from "@remix-run/react";
import { Check, Siren } from "lucide-react";

import { HostileText } from "~/components/hostile-text";
import { useRights } from "~/components/rights-context";
import { TimeAgo } from "~/components/time-ago";
import { Button } from "~/components/ui/button";
import { Panel } from "~/components/ui/panel";
import type { Escalation } from "~/domain/escalations/escalation";
import { paths } from "~/paths";
import { nextWords, placeWords } from "./next-words";

/** What nobody has acknowledged yet: whom it calls next, and the button that stops it. */
export function RunningEscalations({ running, total }: { running: readonly Escalation[]; total: number }) {
  const { edit } = useRights();
  const acknowledging = useNavigation().formData?.get("id");
  if (running.length === 0) return null;
  return (
    <Panel
      title="Running now"
      flush
      className="mb-4"
      aside={<span className="tabular">{total.toLocaleString("en-US")}</span>}
    >
      <ul className="divide-y divide-line">
        {running.map((run) => (
          <li key={run.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2.5">
            <Siren size={16} aria-hidden className="shrink-0 text-high" />
            <div className="min-w-0 flex-1 basis-64 text-sm">
              <p className="font-medium [overflow-wrap:anywhere]">
                <Subject run={run} />
              </p>
              <p className="text-xs text-muted [overflow-wrap:anywhere]">
                {run.nextAt === null ? null : (
                  <strong className="tabular font-semibold text-ink">
                    Next, <TimeAgo at={run.nextAt} />:
                  </strong>
                )}{" "}
                <HostileText text={nextWords(run)} max={160} />
              </p>
              <p className="text-xs text-faint [overflow-wrap:anywhere]">
                {placeWords(run) === null ? "" : `${placeWords(run)} of `}“
                <HostileText text={run.policyName} max={60} />”
              </p>
            </div>
            {edit ? (
              <Form method="post" preventScrollReset>
                <input type="hidden" name="id" value={run.id} />
                <Button
                  type="submit"
                  name="intent"
                  value="acknowledge"
                  size="sm"
                  disabled={acknowledging === run.id}
                  aria-label={`Acknowledge: ${run.subject}`}
                >
                  <Check size={14} aria-hidden /> Acknowledge
                </Button>
              </Form>
            ) : null}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Subject({ run: { alertId, channelId, subject } }: { run: Escalation }) {
  const link = "hover:text-accent hover:underline";
  if (alertId !== null) {
    return (
      <Link to={paths.alert(alertId)} className={link}>
        <HostileText text={subject} max={160} />
      </Link>
    );
  }
  const name = <HostileText text={subject} max={80} />;
  return (
    <>
      Channel{" "}
      {channelId === null ? (
        name
      ) : (
        <Link to={paths.channel(channelId)} className={link}>
          {name}
        </Link>
      )}{" "}
      keeps failing
    </>
  );
}
