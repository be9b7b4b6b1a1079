import { FieldErrors } from "~/components/ui/field";
import type { Role } from "~/domain/users/role";
import { ROLE_WORDS } from "./role-words";

interface Props {
  name: string;
  value: Role;
  errors?: readonly string[] | undefined;
}

/** One of the three roles, each with what it may do. */
export function RoleChoice({ name, value, errors }: Props) {
  const hasErrors = errors !== undefined && errors.length > 0;
  return (
    <fieldset key={value} aria-describedby={hasErrors ? `${name}-error` : undefined} className="flex flex-col gap-2">
      <legend className="mb-1.5 text-sm font-medium">Role</legend>
      {(Object.keys(ROLE_WORDS) as Role[]).map((role) => (
        <label
          key={role}
          className="flex cursor-pointer items-start gap-3 rounded border border-line px-3 py-2 has-checked:border-accent/60 has-checked:bg-accent/8 has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input type="radio" name={name} value={role} defaultChecked={role === value} className="mt-1 accent-accent" />
          <span className="min-w-0 text-sm">
            <span className="font-medium capitalize">{role}</span>
            <span className="block text-xs text-muted">{ROLE_WORDS[role]}</span>
          </span>
        </label>
      ))}
      <FieldErrors id={name} errors={errors} />
    </fieldset>
  );
}
