import { networkLabel } from "~/components/format/network-label";
import { describedBy } from "~/components/ui/described-by";
import { Field } from "~/components/ui/field";
import type { TrialChoices } from "./trial-choices";

interface Props {
  id: string;
  networks: TrialChoices["networks"];
  errors?: readonly string[] | undefined;
}

/** On which network; where there is only one it is not asked. */
export function NetworkField({ id, networks, errors }: Props) {
  const [only] = networks;
  if (networks.length === 1 && only) return <input type="hidden" name="network" value={only.name} />;
  return (
    <Field id={id} label="Network" errors={errors}>
      <select id={id} name="network" className="control" {...describedBy({ id, errors, hasHint: false })}>
        {networks.map(({ name }) => (
          <option key={name} value={name}>
            {networkLabel(name)}
          </option>
        ))}
      </select>
    </Field>
  );
}
