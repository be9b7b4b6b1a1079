import { z } from "zod";

import { Delivery } from "~/domain/deliveries/delivery";
import { Id } from "~/domain/shared-schemas";
import { endpoint } from "../api/endpoint";
import { listOf } from "../api/list-schema";
import { pageQuery } from "../api/page-query";

/** `GET /v1/notifications/deliveries` */
export const listDeliveriesEndpoint = endpoint({
  method: "GET",
  path: "/v1/notifications/deliveries",
  summary: "List deliveries",
  description: "Newest first, each with every attempt. `meta.total` is exact up to 10,000.",
  tag: "Deliveries",
  role: "viewer",
  list: true,
  query: z.strictObject({
    ...pageQuery,
    channelId: Id.optional(),
    alertId: Id.optional(),
    state: Delivery.shape.state.optional(),
  }),
  responses: { 200: { description: "Deliveries.", schema: listOf(Delivery) } },
});
