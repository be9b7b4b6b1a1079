import type { ReactNode } from "react";

import { useRights } from "~/components/rights-context";
import { TimeSince } from "~/components/time-since";
import type { ChannelTrouble, DeliveryStatus } from "~/domain/deliveries/channel-trouble";
import { visibleText } from "~/domain/transactions/visible-text";
import { paths } from "~/paths";
import { Banner } from "./banner";

/** Counted no further than this. */
const MANY = 10_000;

/** Who is not told what should be told, the gravest first; nothing while everything arrives. */
export function ChannelBanners({ delivery: { troubles, hasFallback, isNobodyTold } }: { delivery: DeliveryStatus }) {
  const { admin } = useRights();
  const of = (kind: ChannelTrouble["kind"]) => troubles.filter((trouble) => trouble.kind === kind);
  const isLost = troubles.some(({ kind }) => kind === "held" || kind === "failing");
  return (
    <>
      {isNobodyTold ? (
        <Banner look="bad" to={paths.channels()} link="See the channels">
          <Strong>No channel works: nobody is told of alerts now.</Strong> They are found, kept and shown here.
        </Banner>
      ) : null}
      <Held channels={of("held")} />
      <Failing channels={of("failing")} />
      {isLost && !hasFallback && !isNobodyTold ? (
        <Banner look="warn" to={paths.channels()} link={admin ? "Choose a fallback" : "See the channels"}>
          <Strong>No fallback channel is chosen.</Strong>{" "}
          <More>What a failing channel can't tell is told only on the rule's other channels.</More>
        </Banner>
      ) : null}
      <Away channels={of("away")} />
      <Retrying channels={of("retrying")} />
    </>
  );
}

function Held({ channels }: { channels: readonly ChannelTrouble[] }) {
  const { admin } = useRights();
  return channels.map(({ id, name, since, lastError, waiting }) => (
    <Banner
      key={id}
      look="bad"
      to={admin ? paths.channel(id) : paths.deliveries(`channelId=${id}`)}
      link={admin ? "Repair it and switch it on again" : "See what it holds"}
    >
      <Strong>
        {visibleText(name, 60)} is switched off: its far side {since === null ? "is" : "has been"} gone
        <For since={since} />.
      </Strong>{" "}
      <More>{said(lastError)}</More> {count(waiting, "message")} {waiting === 1 ? "is" : "are"} held for it.
    </Banner>
  ));
}

function Failing({ channels }: { channels: readonly ChannelTrouble[] }) {
  const [first, ...others] = channels;
  if (first === undefined) return null;
  const failed = channels.reduce((sum, { failedLastHour }) => sum + failedLastHour, 0);
  return (
    <Banner
      look="bad"
      to={paths.deliveries(others.length === 0 ? `channelId=${first.id}&state=failed` : "state=failed")}
      link="See what failed"
    >
      <Strong>
        {named(first, others)} {others.length === 0 ? "has" : "have"} failed
        <For since={first.since} />.
      </Strong>{" "}
      <More>
        {said(first.lastError)}{" "}
        {failed === 0 ? "" : `${count(failed, "message")} ${failed === 1 ? "was" : "were"} given up in the last hour.`}
      </More>
    </Banner>
  );
}

function Away({ channels }: { channels: readonly ChannelTrouble[] }) {
  const [first, ...others] = channels;
  if (first === undefined) return null;
  const waiting = channels.reduce((sum, trouble) => sum + trouble.waiting, 0);
  return (
    <Banner look="warn" to={paths.deliveries(`channelId=${first.id}&state=queued`)} link="See what waits">
      <Strong>
        The far side of {named(first, others)} hasn't answered
        <For since={first.since} />.
      </Strong>{" "}
      <More>{said(first.lastError)}</More> It is tried again by itself;{" "}
      {waiting === 0 ? "nothing waits" : `${count(waiting, "message")} ${waiting === 1 ? "waits" : "wait"}`}.
    </Banner>
  );
}

function Retrying({ channels }: { channels: readonly ChannelTrouble[] }) {
  const [first, ...others] = channels;
  if (first === undefined) return null;
  return (
    <Banner look="warn" to={paths.deliveries(`channelId=${first.id}`)} link="See its messages">
      <Strong>The last message to {named(first, others)} didn't arrive.</Strong> <More>{said(first.lastError)}</More>
    </Banner>
  );
}

function Strong({ children }: { children: ReactNode }) {
  return <strong className="tabular font-semibold">{children}</strong>;
}

/** How long it has been so. */
function For({ since }: { since: string | null }) {
  return since === null ? null : (
    <>
      {" "}
      for <TimeSince at={since} />
    </>
  );
}

/** What a phone has no room for above every page: it is where the link leads. */
function More({ children }: { children: ReactNode }) {
  return <span className="max-md:hidden">{children}</span>;
}

function named(first: ChannelTrouble, others: readonly ChannelTrouble[]): string {
  const name = visibleText(first.name, 60);
  return others.length === 0 ? name : `${name} and ${others.length} more`;
}

/** What the far side said, with one full stop. */
function said(error: string | null): string {
  return error === null ? "" : `${visibleText(error, 140).replace(/\.$/, "")}.`;
}

function count(number: number, what: string): string {
  const words = number > MANY ? `More than ${MANY.toLocaleString("en-US")}` : number.toLocaleString("en-US");
  return `${words} ${what}${number === 1 ? "" : "s"}`;
}
