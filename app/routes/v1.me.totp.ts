import { disableTotp } from "~/domain/factors/disable-totp.server";
import { factorState } from "~/domain/factors/factor-state.server";
import { startTotp } from "~/domain/factors/start-totp.server";
import { handle } from "~/web/api/handle";
import { apiRoute } from "~/web/api-route.server";
import { disableTotpEndpoint, getTotpEndpoint, startTotpEndpoint } from "~/web/endpoints/factors";

const route = apiRoute([
  handle(getTotpEndpoint, async ({ ctx, actor: { userId } }) => ({
    status: 200,
    body: await factorState(ctx, { userId }),
  })),
  handle(startTotpEndpoint, async ({ ctx, actor }) => ({ status: 200, body: await startTotp(ctx, { actor }) })),
  handle(disableTotpEndpoint, async ({ ctx, actor }) => {
    await disableTotp(ctx, { actor });
    return { status: 204 };
  }),
]);

export const loader = route.loader;
export const action = route.action;
