import { getSecuritySettings } from "~/domain/settings/get-security-settings.server";
import { updateSecuritySettings } from "~/domain/settings/update-security-settings.server";
import { handle } from "~/web/api/handle";
import { apiRoute } from "~/web/api-route.server";
import { getSecuritySettingsEndpoint, updateSecuritySettingsEndpoint } from "~/web/endpoints/security";

const route = apiRoute([
  handle(getSecuritySettingsEndpoint, async ({ ctx }) => ({ status: 200, body: await getSecuritySettings(ctx) })),
  handle(updateSecuritySettingsEndpoint, async ({ ctx, actor, body }) => ({
    status: 200,
    body: await updateSecuritySettings(ctx, { actor, input: body }),
  })),
]);

export const loader = route.loader;
export const action = route.action;
