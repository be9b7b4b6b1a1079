import { importMonitorConfiguration } from "~/domain/configuration/openzeppelin/import-monitor-configuration.server";
import { handle } from "~/web/api/handle";
import { apiRoute } from "~/web/api-route.server";
import { importMonitorConfigurationEndpoint } from "~/web/endpoints/configuration";

const route = apiRoute([
  handle(importMonitorConfigurationEndpoint, async ({ ctx, actor, query, body }) => ({
    status: 200,
    body: await importMonitorConfiguration(ctx, { actor, files: body, apply: query.apply ?? false }),
  })),
]);

export const loader = route.loader;
export const action = route.action;
