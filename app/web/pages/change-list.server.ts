import { data, redirect } from "@remix-run/node";

import type { ListAnswer } from "~/components/lists/list-answer";
import { changeAddresses } from "~/domain/address-lists/change-addresses.server";
import { deleteAddressList } from "~/domain/address-lists/delete-address-list.server";
import { updateAddressList } from "~/domain/address-lists/update-address-list.server";
import type { Actor } from "~/domain/audit/actor";
import { AppError } from "~/domain/errors";
import { paths } from "~/paths";
import type { Context } from "~/platform/context.server";
import { listAddressesOf, tellFew } from "./list-addresses-of.server";
import { ChangeAddressesForm, ListForm, listFieldOf } from "./list-form-schema";
import { orPageError } from "./or-page-error.server";
import { submitForm } from "./submit-form.server";

interface Options {
  actor: Actor;
  id: string;
  formData: FormData;
}

const answer = (fields: Partial<ListAnswer>): ListAnswer => {
  return { at: Date.now(), done: null, refused: null, form: null, addresses: null, ...fields };
};

/**
 * What the forms of a list's page ask for.
 *
 * @throws Response a redirect when the list was deleted, and as `orPageError` does.
 */
export async function changeList(ctx: Context, options: Options) {
  const intent = options.formData.get("intent");
  if (intent === "delete") return remove(ctx, options);
  if (intent === "remove") {
    const address = String(options.formData.get("address"));
    const change = { add: [], remove: [address], replace: false };
    const { removed } = await orPageError(changeAddresses(ctx, { ...options, change }));
    return data(answer({ done: removed === 0 ? "It was gone already." : `Removed ${address}.` }));
  }
  return intent === "addresses" ? change(ctx, options) : save(ctx, options);
}

async function remove(ctx: Context, { actor, id }: Options) {
  try {
    await deleteAddressList(ctx, { actor, id });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "conflict") return orPageError(Promise.reject(error));
    return data(answer({ refused: error.message }), { status: 409 });
  }
  throw redirect(paths.lists());
}

async function change(ctx: Context, { actor, id, formData }: Options) {
  const outcome = await submitForm({
    formData,
    schema: ChangeAddressesForm,
    fieldOf: listFieldOf,
    operate: async (input) => {
      const addresses = await listAddressesOf(input);
      const [add, remove] = input.way === "remove" ? [[], addresses] : [addresses, []];
      const asked = { add, remove, replace: input.way === "replace" };
      return changeAddresses(ctx, { actor, id, change: asked }).catch(tellFew);
    },
  });
  if (!outcome.done) return data(answer({ addresses: outcome.lastResult }), { status: 400 });
  const { added, removed, unchanged } = outcome.value;
  const parts = [count(added, "added"), count(removed, "removed"), count(unchanged, "unchanged")];
  return data(answer({ done: `${parts.filter((part) => part !== null).join(", ") || "Nothing changed"}.` }));
}

async function save(ctx: Context, { actor, id, formData }: Options) {
  const outcome = await submitForm({
    formData,
    schema: ListForm,
    operate: (patch) => updateAddressList(ctx, { actor, id, patch }),
  });
  if (outcome.done) return data(answer({ done: "Saved." }));
  return data(answer({ form: outcome.lastResult }), { status: 400 });
}

function count(number: number, what: string): string | null {
  return number === 0 ? null : `${number.toLocaleString("en-US")} ${what}`;
}
