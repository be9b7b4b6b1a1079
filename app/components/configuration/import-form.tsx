import { Form, useNavigation } from "@remix-run/react";

import { Button } from "~/components/ui/button";
import { Field } from "~/components/ui/field";

interface Props {
  text: string;
  /** After a plan without errors. */
  canApply: boolean;
}

/** A configuration to import: typed, pasted or uploaded; first planned, then applied. */
export function ImportForm({ text, canApply }: Props) {
  const isBusy = useNavigation().state === "submitting";
  return (
    <Form method="post" encType="multipart/form-data" className="flex flex-col gap-4">
      <Field id="configuration-text" label="Configuration, YAML or JSON">
        <textarea
          id="configuration-text"
          name="text"
          defaultValue={text}
          rows={text === "" ? 8 : 16}
          spellCheck={false}
          autoComplete="off"
          placeholder={"version: 1\nrules:\n  - name: Owner leaves\n    …"}
          className="control resize-y font-mono text-xs"
        />
      </Field>
      <Field id="configuration-file" label="Or a file" optional>
        <input
          id="configuration-file"
          type="file"
          name="file"
          accept=".yaml,.yml,.json,application/json,application/yaml"
          className="control h-auto py-1.5 text-sm"
        />
      </Field>
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" name="intent" value="plan" look={canApply ? "plain" : "primary"} disabled={isBusy}>
          Show what would change
        </Button>
        {canApply ? (
          <Button type="submit" name="intent" value="apply" look="primary" disabled={isBusy}>
            Apply
          </Button>
        ) : null}
        <p className="text-xs text-faint">
          Also OpenZeppelin Monitor's: JSON with its monitors, networks and triggers as members.
        </p>
      </div>
    </Form>
  );
}
