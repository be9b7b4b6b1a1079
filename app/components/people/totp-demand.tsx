import { Form } from "@remix-run/react";

import { Button } from "~/components/ui/button";
import type { SecuritySettings } from "~/domain/settings/security-settings";
import { Role } from "~/domain/users/role";

/** Whose sign-in must have a second factor. */
export function TotpDemand({ settings, without }: { settings: SecuritySettings; without: number }) {
  return (
    <Form method="post" className="flex flex-col gap-3">
      <p className="text-sm text-muted">
        Whoever has a ticked role and no second factor can do nothing but set one up, from the next minute on.
        {without === 0 ? null : ` On this page ${without === 1 ? "one person has" : `${without} people have`} none.`}
      </p>
      <fieldset key={settings.requireTotpFor.join()} className="flex flex-wrap gap-x-6 gap-y-2">
        <legend className="sr-only">Two-factor is demanded of</legend>
        {Role.options.map((role) => (
          <label key={role} className="flex min-h-9 items-center gap-2 text-sm capitalize">
            <input
              type="checkbox"
              name="requireTotpFor"
              value={role}
              defaultChecked={settings.requireTotpFor.includes(role)}
              className="size-4 accent-accent"
            />
            {role}s
          </label>
        ))}
      </fieldset>
      <div>
        <Button type="submit" name="intent" value="security">
          Save
        </Button>
      </div>
    </Form>
  );
}
