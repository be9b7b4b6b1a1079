import { Form } from "@remix-run/react";
import { useEffect } from "react";

import { exactTime } from "~/components/format/exact-time";
import { HostileText } from "~/components/hostile-text";
import { Button } from "~/components/ui/button";
import { Notice } from "~/components/ui/notice";
import { ProgressBar } from "~/components/ui/progress-bar";
import { useNow } from "~/components/use-now";
import { useRefresh } from "~/components/use-refresh";
import type { Job } from "~/domain/jobs/job";
import { DayBars } from "./day-bars";
import { ReplayExamples } from "./replay-examples";

/** RFC 3339, as the API tells times. */
const INSTANT = /\d{4}-\d\d-\d\dT[\d:.]+Z/g;

const POLL_MS = 1_000;
/** A worker looks for jobs every second: after this there is none that could take it. */
const UNTAKEN_MS = 8_000;

/** A backtest: how far it is, and what it has found. Keeps itself up to date. */
export function JobView({ job, mayCancel }: { job: Job; mayCancel: boolean }) {
  const refresh = useRefresh();
  const isOpen = job.state === "queued" || job.state === "running";
  useEffect(() => {
    if (!isOpen) return;
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") refresh();
    }, POLL_MS);
    return () => clearInterval(timer);
  }, [isOpen, refresh]);
  return (
    <div className="flex flex-col gap-4">
      <Head job={job} isOpen={isOpen} mayCancel={mayCancel} />
      {job.state === "failed" ? (
        <Notice look="bad" live>
          <HostileText text={job.error ?? "It failed."} max={300} expandable />
        </Notice>
      ) : null}
      {job.result === null ? null : <Found job={job} result={job.result} />}
    </div>
  );
}

const STATES = {
  queued: "Waiting for a worker",
  running: "Replaying",
  done: "Done",
  failed: "Failed",
  cancelled: "Cancelled",
};

function Head({ job, isOpen, mayCancel }: { job: Job; isOpen: boolean; mayCancel: boolean }) {
  const { done, total, unit } = job.progress;
  const nowMs = useNow();
  const isUntaken = job.state === "queued" && nowMs - Date.parse(job.createdAt) > UNTAKEN_MS;
  return (
    <div className="flex flex-col gap-2">
      <div className="flex min-h-9 items-center justify-between gap-3">
        <p className="text-sm">
          <strong role="status">{STATES[job.state]}</strong>{" "}
          <span className="tabular text-muted">
            {done.toLocaleString("en")} of {total.toLocaleString("en")} {unit}
          </span>
        </p>
        {isOpen && mayCancel ? (
          <Form method="post" preventScrollReset replace>
            <input type="hidden" name="jobId" value={job.id} />
            <Button type="submit" name="intent" value="cancel" size="sm">
              Cancel
            </Button>
          </Form>
        ) : null}
      </div>
      <ProgressBar label="Progress of the replay" done={done} total={isOpen ? Math.max(1, total) : total} />
      {isUntaken ? (
        <Notice look="warn">No worker with a live endpoint of {job.input.network} has taken it up yet.</Notice>
      ) : null}
    </div>
  );
}

function Found({ job, result }: { job: Job; result: NonNullable<Job["result"]> }) {
  const { matches, pages, uncertain, perDay, examples, notes } = result;
  return (
    <>
      <dl className="grid grid-cols-2 gap-3 sm:grid-cols-3">
        <Figure word={matches === 1 ? "match" : "matches"} count={matches} />
        <Figure word={pages === 1 ? "page it would have sent" : "pages it would have sent"} count={pages} />
        {uncertain === 0 ? null : <Figure word="could not be evaluated" count={uncertain} />}
      </dl>
      {matches === 0 && job.state === "done" ? (
        <p className="text-sm text-muted">Nothing matched. The rule would have been silent.</p>
      ) : null}
      {perDay.length === 0 ? null : <DayBars days={perDay} />}
      {examples.length === 0 ? null : (
        <ReplayExamples examples={examples} network={job.input.network} total={matches} />
      )}
      {notes.length === 0 ? null : (
        <ul className="flex flex-col gap-1 text-xs text-faint">
          {notes.map((note) => (
            <li key={note}>{note.replace(INSTANT, (at) => exactTime(at))}</li>
          ))}
        </ul>
      )}
    </>
  );
}

function Figure({ word, count }: { word: string; count: number }) {
  return (
    <div className="flex flex-col-reverse justify-end rounded border border-line bg-ground px-3 py-2">
      <dt className="text-xs text-faint">{word}</dt>
      <dd className="tabular text-xl font-semibold">{count.toLocaleString("en")}</dd>
    </div>
  );
}
