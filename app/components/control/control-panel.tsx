import { Form } from "@remix-run/react";

import { AddressView } from "~/components/address-view";
import { TimeAgo } from "~/components/time-ago";
import { Button } from "~/components/ui/button";
import { Notice } from "~/components/ui/notice";
import { Panel } from "~/components/ui/panel";
import type { ControlGraph } from "~/domain/control/control-graph";

const ROLE_WORDS: Record<ControlGraph["nodes"][number]["role"], string> = {
  implementation: "runs its code",
  beacon: "beacon of",
  delegate: "runs its code (EIP-7702)",
  proxy_admin: "proxy admin of",
  owner: "owner of",
  pending_owner: "pending owner of",
  admin: "admin of",
  safe_owner: "signs for",
  timelock: "timelock over",
  role_member: "has a role in",
};

interface Props {
  graph: ControlGraph;
  network: string;
  /** Rules on the contract also look at whoever controls it. */
  isWatched: boolean;
  canRefresh: boolean;
}

/** Who can change a watched contract. Its form posts `intent=refresh-control` to the page. */
export function ControlPanel({ graph, network, isWatched, canRefresh }: Props) {
  return (
    <Panel
      title="Who controls it"
      aside={
        <>
          {graph.refreshedAt === null ? null : (
            <span>
              read <TimeAgo at={graph.refreshedAt} />
            </span>
          )}
          {canRefresh ? (
            <Form method="post">
              <Button type="submit" name="intent" value="refresh-control" look="quiet">
                Ask again
              </Button>
            </Form>
          ) : null}
        </>
      }
    >
      {graph.error === null ? null : (
        <Notice look="warn" className="mb-3">
          The last look at the chain failed. {graph.error}
        </Notice>
      )}
      {graph.nodes.length === 0 ? (
        <p className="text-sm text-muted">
          {graph.refreshedAt === null
            ? "Not read yet: a worker asks the chain once an endpoint of the network is live."
            : "Nobody, as far as the contract tells: no proxy, owner, Safe, timelock or roles were found."}
        </p>
      ) : (
        <ul className="flex flex-col gap-3">
          {graph.nodes.map(({ address, role, of, detail }) => (
            <li key={`${address}-${role}-${of}-${detail}`} className="flex flex-col gap-0.5 text-sm">
              <AddressView address={address} network={network} />
              <span className="flex flex-wrap items-center gap-x-1.5 pl-5 text-xs text-muted">
                {ROLE_WORDS[role]} <AddressView address={of} network={network} bare />
                {detail === null ? null : <span className="text-faint">({detail})</span>}
              </span>
            </li>
          ))}
        </ul>
      )}
      <p className="mt-3 text-xs text-faint">
        {isWatched
          ? "Rules on this contract also look at those who control it."
          : "Rules on this contract look at the contract alone. An upgrade may go to its proxy admin instead."}
      </p>
    </Panel>
  );
}
