import type { FieldMetadata, useForm } from "@conform-to/react";
import { Plus, X } from "lucide-react";

import { buttonClass } from "~/components/ui/button-class";
import { FieldErrors } from "~/components/ui/field";
import { TextAreaField } from "~/components/ui/text-area-field";
import { TextField } from "~/components/ui/text-field";
import type { WatchlistFields } from "./watchlist-fields";

interface Props {
  form: ReturnType<typeof useForm<WatchlistFields>>[0];
  field: FieldMetadata<WatchlistFields["abis"]>;
}

const MAX_ABIS = 10;

/** Further ABIs of a contract, each with a name: an implementation's, or those of a diamond's facets. */
export function FurtherAbis({ form, field }: Props) {
  const all = field.getFieldList();
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="sr-only">Further ABIs</legend>
      {all.map((one, at) => {
        const { name, abi } = one.getFieldset();
        return (
          <div key={one.key} className="flex flex-col gap-3 rounded border border-line p-3">
            <div className="flex items-end gap-2">
              <div className="flex-1">
                <TextField field={name} label="Name of the further ABI" placeholder="Implementation" maxLength={60} />
              </div>
              <button
                {...form.remove.getButtonProps({ name: field.name, index: at })}
                className={buttonClass("quiet")}
                aria-label={`Take the ABI ${name.initialValue ?? at + 1} away`}
              >
                <X size={15} aria-hidden /> Remove
              </button>
            </div>
            <TextAreaField field={abi} label="ABI" mono rows={5} spellCheck={false} />
          </div>
        );
      })}
      <FieldErrors id={field.id} errors={field.errors} />
      {all.length < MAX_ABIS ? (
        <div className="flex flex-wrap items-center gap-x-2">
          <button {...form.insert.getButtonProps({ name: field.name })} className={buttonClass("quiet", "sm")}>
            <Plus size={13} aria-hidden /> Another ABI
          </button>
          <span className="text-xs text-faint">Such as its implementation's, when it is a proxy.</span>
        </div>
      ) : null}
    </fieldset>
  );
}
