import { changeAddresses } from "~/domain/address-lists/change-addresses.server";
import { createAddressList } from "~/domain/address-lists/create-address-list.server";
import { deleteAddressList } from "~/domain/address-lists/delete-address-list.server";
import { readAddressChange } from "~/domain/address-lists/read-address-change";
import { updateAddressList } from "~/domain/address-lists/update-address-list.server";
import type { Configuration, ConfiguredAddressList } from "../configuration";
import type { AddressListValue, KnownObject, KnownObjects } from "../known-objects";
import type { PlannedChange } from "../plan";
import { changedFields } from "./changed-fields.server";
import { deleteStep } from "./delete-step";
import { matchObjects } from "./match-objects";
import type { Draft, Work } from "./step";

/** Address lists with their addresses, each list as a whole. */
export async function addressListSteps(
  input: Configuration,
  { addressLists }: KnownObjects,
  prune: boolean,
): Promise<Draft> {
  const nameOf = ({ name }: ConfiguredAddressList) => name;
  const { matched, rest, errors } = matchObjects("addressList", input.addressLists ?? [], {
    known: addressLists,
    nameOf,
    isUnique: true,
  });
  const draft: Draft = { steps: [], errors, notes: [] };
  for (const { entry, pointer, key, known } of matched) {
    const read = await readAddressChange({ add: entry.addresses, remove: [], replace: true });
    if ("errors" in read) {
      const placed = read.errors.map((error) => ({
        ...error,
        pointer: pointer + error.pointer.replace("/add", "/addresses"),
      }));
      draft.errors.push(...placed);
      continue;
    }
    const addresses = [...read.change.add].sort();
    const value = { name: entry.name, description: entry.description || null, addresses };
    const fields = known === null ? undefined : fieldsOf(known.value, value);
    const action = actionOf(fields);
    const shown = action === "update" && fields !== undefined ? { fields } : {};
    const change = { kind: "addressList" as const, action, name: key, pointer, ...shown };
    draft.steps.push({
      change,
      run: action === "unchanged" ? null : (work) => save(work, { known, value, fields }),
    });
  }
  if (prune && input.addressLists !== undefined) {
    const remove = ({ ctx, actor }: Work, id: string) => deleteAddressList(ctx, { actor, id });
    draft.steps.push(...rest.map((object) => deleteStep("addressList", object, remove)));
  }
  return draft;
}

type Fields = NonNullable<PlannedChange["fields"]>;

function actionOf(fields: Fields | undefined): "create" | "update" | "unchanged" {
  if (fields === undefined) return "create";
  return Object.keys(fields).length === 0 ? "unchanged" : "update";
}

/** Of addresses the plan tells how many come and go. */
function fieldsOf(before: AddressListValue, after: AddressListValue): Fields {
  const fields = changedFields(before, after);
  if (fields.addresses === undefined) return fields;
  const known = new Set(before.addresses);
  const wanted = new Set(after.addresses);
  const added = after.addresses.filter((address) => !known.has(address)).length;
  const removed = before.addresses.filter((address) => !wanted.has(address)).length;
  const words = (count: number) => `${count.toLocaleString("en")} ${count === 1 ? "address" : "addresses"}`;
  return {
    ...fields,
    addresses: {
      before: words(before.addresses.length),
      after: `${words(after.addresses.length)}: ${added} added, ${removed} removed`,
    },
  };
}

async function save(
  { ctx, actor, ids }: Work,
  options: { known: KnownObject<AddressListValue> | null; value: AddressListValue; fields: Fields | undefined },
): Promise<void> {
  const { known, value, fields = {} } = options;
  const { name, description, addresses } = value;
  const id = ids.addressList.get(name) ?? (await createAddressList(ctx, { actor, input: { name, description } })).id;
  ids.addressList.set(name, id);
  if (fields.description !== undefined) await updateAddressList(ctx, { actor, id, patch: { description } });
  if (known === null ? addresses.length > 0 : fields.addresses !== undefined) {
    await changeAddresses(ctx, { actor, id, change: { add: addresses, remove: [], replace: true } });
  }
}
