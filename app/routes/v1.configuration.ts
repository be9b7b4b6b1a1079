import { applyConfiguration } from "~/domain/configuration/apply-configuration.server";
import { exportConfiguration } from "~/domain/configuration/export-configuration.server";
import { planConfiguration } from "~/domain/configuration/plan-configuration.server";
import { handle } from "~/web/api/handle";
import { handleStream } from "~/web/api/handle-stream";
import { apiRoute } from "~/web/api-route.server";
import { configurationAnswer } from "~/web/configuration-answer.server";
import { exportConfigurationEndpoint, importConfigurationEndpoint } from "~/web/endpoints/configuration";

const route = apiRoute([
  handleStream(exportConfigurationEndpoint, async ({ ctx, actor, query }) =>
    configurationAnswer(await exportConfiguration(ctx, { actor }), query.format),
  ),
  handle(importConfigurationEndpoint, async ({ ctx, actor, query, body }) => {
    const options = { input: body, prune: query.prune ?? false };
    const plan = query.apply ? applyConfiguration(ctx, { ...options, actor }) : planConfiguration(ctx, options);
    return { status: 200, body: await plan };
  }),
]);

export const loader = route.loader;
export const action = route.action;
