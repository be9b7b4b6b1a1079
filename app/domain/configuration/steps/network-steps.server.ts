import { createNetwork } from "~/domain/networks/create-network.server";
import { readUrlChanges } from "~/domain/networks/read-url-changes";
import { updateNetwork } from "~/domain/networks/update-network.server";
import type { Context } from "~/platform/context.server";
import type { Configuration, ConfiguredNetwork } from "../configuration";
import type { KnownObjects, NetworkValue } from "../known-objects";
import { changedFields } from "./changed-fields.server";
import { matchObjects } from "./match-objects";
import type { Draft, Work } from "./step";

type Known = KnownObjects["networks"][number];

/**
 * Networks. A new one without URLs is made switched off, with a note; the endpoints of one that is there stay when none
 * are given. No endpoint is asked anything: a plan does not reach out.
 */
export function networkSteps(ctx: Pick<Context, "secrets">, input: Configuration, { networks }: KnownObjects): Draft {
  const nameOf = ({ name }: ConfiguredNetwork) => name;
  const { matched, errors } = matchObjects("network", input.networks ?? [], {
    known: networks,
    nameOf,
    isUnique: true,
  });
  const draft: Draft = { steps: [], errors, notes: [] };
  for (const { entry, pointer, key, known } of matched) {
    const lacksUrls = entry.rpcUrls === undefined && (known?.endpoints.length ?? 0) === 0;
    // One that lacks them stays as it is, so that a second import changes nothing.
    const value = storedNetwork(entry, lacksUrls ? (known?.value.enabled ?? false) : entry.enabled);
    if (lacksUrls && entry.enabled && !value.enabled) {
      const detail = "has no endpoints, and is switched off until it is given some: its URLs are not in the file";
      draft.notes.push({ pointer, detail, code: "endpoints_missing" });
    }
    if (known === null) {
      const change = { kind: "network" as const, action: "create" as const, name: key, pointer };
      draft.steps.push({ change, run: (work) => make(work, entry, value) });
      continue;
    }
    const urls = entry.rpcUrls !== undefined && hasOtherUrls(ctx, known, entry.rpcUrls) ? entry.rpcUrls : undefined;
    const fields = {
      ...changedFields(known.value, value),
      ...(urls === undefined ? {} : { rpcUrls: { before: hostsOf(known), after: hostsIn(urls) } }),
    };
    const isSame = Object.keys(fields).length === 0;
    const action = isSame ? ("unchanged" as const) : ("update" as const);
    const change = { kind: "network" as const, action, name: key, pointer, ...(isSame ? {} : { fields }) };
    draft.steps.push({ change, run: isSame ? null : (work) => modify(work, known, { value, fields, urls }) });
  }
  return draft;
}

function storedNetwork(entry: ConfiguredNetwork, enabled: boolean): NetworkValue {
  const { name, chainId, confirmations, explorerUrl = null } = entry;
  return { name, chainId, confirmations, explorerUrl, enabled };
}

function hasOtherUrls(ctx: Pick<Context, "secrets">, { endpoints }: Known, urls: readonly string[]): boolean {
  const wanted = new Set(urls.flatMap((url) => [...ctx.secrets.digests(url)]));
  const kept = masksIn(urls, endpoints);
  const isNew = urls.some(
    (url) => !url.endsWith("/***") && !endpoints.some(({ urlDigest }) => ctx.secrets.digests(url).includes(urlDigest)),
  );
  return isNew || endpoints.some(({ id, urlDigest }) => !kept.has(id) && !wanted.has(urlDigest));
}

/** What is wrong with a mask is told when the change is made. */
function masksIn(urls: readonly string[], endpoints: Known["endpoints"]): ReadonlySet<string> {
  try {
    return new Set(readUrlChanges([...urls], endpoints).keepIds);
  } catch {
    return new Set();
  }
}

const hostsOf = ({ endpoints }: Known) => endpoints.map(({ host }) => `${host}/***`).sort();
const hostsIn = (urls: readonly string[]) =>
  urls.map((url) => (URL.canParse(url) ? `${new URL(url).host}/***` : "***")).sort();

function nobodyIsAsked(): never {
  throw new Error("an import asks no endpoint anything");
}

const UNASKED = { open: nobodyIsAsked, check: "none" } as const;

async function make({ ctx, actor, ids }: Work, entry: ConfiguredNetwork, value: NetworkValue): Promise<void> {
  const input = { ...value, rpcUrls: entry.rpcUrls ?? [] };
  const { id } = await createNetwork(ctx, { actor, input, ...UNASKED });
  ids.network.set(value.name, id);
}

async function modify(
  { ctx, actor }: Work,
  { id }: Known,
  { value, fields, urls }: { value: NetworkValue; fields: object; urls: string[] | undefined },
): Promise<void> {
  const { name: _, ...patch } = value;
  const named = Object.entries(patch).filter(([field]) => Object.hasOwn(fields, field));
  const input = { ...Object.fromEntries(named), ...(urls === undefined ? {} : { rpcUrls: urls }) };
  await updateNetwork(ctx, { actor, id, input, ...UNASKED });
}
