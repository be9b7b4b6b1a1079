import { z } from "zod";

import { ControlGraph } from "~/domain/control/control-graph";
import { Id } from "~/domain/shared-schemas";
import { endpoint } from "../api/endpoint";

const tag = "Watchlists";
const params = z.object({ id: Id });
const example = {
  nodes: [
    {
      address: "0x70997970C51812dc3A010C7d01b50e0d17dc79C8",
      role: "proxy_admin",
      of: "0x5FbDB2315678afecb367f032d93F642f64180aa3",
      detail: null,
    },
  ],
  implementation: "0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512",
  delegate: null,
  refreshedAt: "2026-01-15T08:30:00.000Z",
  blockNumber: 24_476_000,
  error: null,
};

/** `GET /v1/watchlists/{id}/control` */
export const getControlGraphEndpoint = endpoint({
  method: "GET",
  path: "/v1/watchlists/{id}/control",
  summary: "Get who controls a watched contract",
  description:
    "Proxy admin, owner, Safe owners, timelock and role members, as far as the contracts tell, and what controls those. " +
    "Read when the contract is added, when something touches it, and every ten minutes.",
  tag,
  action: "watchlist.read",
  params,
  responses: { 200: { description: "The control graph.", schema: ControlGraph, example } },
  errors: [404],
});

/** `POST /v1/watchlists/{id}/control` */
export const refreshControlGraphEndpoint = endpoint({
  method: "POST",
  path: "/v1/watchlists/{id}/control",
  summary: "Ask the chain again who controls a watched contract",
  tag,
  action: "watchlist.write",
  params,
  responses: { 202: { description: "A worker will read it within seconds." } },
  errors: [404],
});
