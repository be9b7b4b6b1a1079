import { AppError, type FieldError } from "~/domain/errors";
import { findNetworkId } from "~/domain/networks/find-network-id.server";
import type { Context } from "~/platform/context.server";
import type { RuleSnapshot } from "./rule-snapshot";

/** The network on which a rule is tried or replayed. */
export interface TrialNetwork {
  id: string;
  name: string;
  chainId: bigint;
}

/**
 * The enabled network of a name, or, without a name, the one that the rule's scope is of.
 *
 * @throws AppError `invalid_input` (`/network`) when there is none, or it is disabled: nobody reads its chain then.
 */
export async function requireTrialNetwork(
  ctx: Pick<Context, "db">,
  { name, rule }: { name: string | undefined; rule: RuleSnapshot },
): Promise<TrialNetwork> {
  const network = await ctx.db.network.findUniqueOrThrow({
    where: { id: name === undefined ? await ownNetworkId(ctx, rule) : await namedNetworkId(ctx, name) },
    select: { id: true, name: true, chainId: true, enabled: true },
  });
  if (network.enabled) return network;
  throw refused({ pointer: "/network", detail: "is disabled: nobody reads its chain", code: "network_disabled" });
}

async function namedNetworkId({ db }: Pick<Context, "db">, name: string): Promise<string> {
  const found = await findNetworkId(db, { name, pointer: "/network" });
  if ("error" in found) throw refused(found.error);
  return found.id;
}

async function ownNetworkId({ db }: Pick<Context, "db">, rule: RuleSnapshot): Promise<string> {
  if (rule.networkId !== null) return rule.networkId;
  const { watchlistId } = rule;
  const entry = watchlistId === null ? null : await db.watchlistEntry.findUnique({ where: { id: watchlistId } });
  if (entry) return entry.networkId;
  const detail = "is required: the rule's scope belongs to no one network";
  throw refused({ pointer: "/network", detail, code: "required" });
}

function refused(error: FieldError): AppError {
  return new AppError("invalid_input", `network: ${error.detail}.`, { errors: [error] });
}
