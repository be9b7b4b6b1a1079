import { renewRecoveryCodes } from "~/domain/factors/renew-recovery-codes.server";
import { handle } from "~/web/api/handle";
import { apiRoute } from "~/web/api-route.server";
import { renewRecoveryCodesEndpoint } from "~/web/endpoints/factors";

const route = apiRoute([
  handle(renewRecoveryCodesEndpoint, async ({ ctx, actor }) => ({
    status: 200,
    body: await renewRecoveryCodes(ctx, { actor }),
  })),
]);

export const loader = route.loader;
export const action = route.action;
