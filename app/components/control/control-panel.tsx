import { Form, useNavigation } from "@remix-run/react";

import { AddressView } from "~/components/address-view";
import { HostileText } from "~/components/hostile-text";
import { TimeAgo } from "~/components/time-ago";
import { Button } from "~/components/ui/button";
import { Notice } from "~/components/ui/notice";
import { Panel } from "~/components/ui/panel";
import { type ControlGraph, isController } from "~/domain/control/control-graph";

type Node = ControlGraph["nodes"][number];

const ROLE_WORDS: Record<Node["role"], string> = {
  implementation: "implementation of",
  beacon: "beacon of",
  delegate: "code delegated to (EIP-7702) by",
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
  const controllers = graph.nodes.filter(isController);
  const code = graph.nodes.filter((node) => !isController(node));
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
          {canRefresh ? <AskAgain /> : null}
        </>
      }
    >
      {graph.error === null ? null : (
        <Notice look="warn" className="mb-3">
          The last look at the chain failed. {graph.error}
        </Notice>
      )}
      {controllers.length === 0 ? (
        <p className="text-sm text-muted">
          {graph.refreshedAt === null
            ? "Not read yet: a worker asks the chain once an endpoint of the network is live."
            : "Nobody, as far as the contract tells: no proxy admin, owner, Safe, timelock or roles were found."}
        </p>
      ) : (
        <Nodes nodes={controllers} network={network} />
      )}
      {code.length === 0 ? null : (
        <>
          <h3 className="mt-4 mb-2 text-xs font-semibold text-faint">The code it runs</h3>
          <Nodes nodes={code} network={network} />
        </>
      )}
      <p className="mt-4 text-xs text-faint">{watchedWords(isWatched, canRefresh)}</p>
    </Panel>
  );
}

function AskAgain() {
  const isAsking = useNavigation().formData?.get("intent") === "refresh-control";
  return (
    <Form method="post" preventScrollReset>
      <Button type="submit" name="intent" value="refresh-control" look="quiet" size="sm" disabled={isAsking}>
        {isAsking ? "Asking…" : "Ask again"}
      </Button>
    </Form>
  );
}

function Nodes({ nodes, network }: { nodes: readonly Node[]; network: string }) {
  return (
    <ul className="flex flex-col gap-2.5">
      {nodes.map(({ address, role, of, detail }) => (
        <li key={`${address}-${role}-${of}-${detail}`} className="flex flex-col text-sm">
          <AddressView address={address} network={network} />
          <span className="flex flex-wrap items-center gap-x-1.5 pl-5 text-xs text-muted">
            {ROLE_WORDS[role]} <AddressView address={of} network={network} bare />
            {detail === null ? null : (
              <span className="text-faint">
                (<HostileText text={detail} max={80} />)
              </span>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

function watchedWords(isWatched: boolean, canEdit: boolean): string {
  if (isWatched) return "Rules on this contract also look at those who control it.";
  const words = "Rules on this contract look at the contract alone. An upgrade may go to its proxy admin instead";
  return canEdit ? `${words}: “Also watch who controls it”, below, has them watched too.` : `${words}.`;
}
