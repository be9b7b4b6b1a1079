import { CircleCheck, Eye, EyeOff } from "lucide-react";
import { useState } from "react";

import { describedBy } from "~/components/ui/described-by";
import { Field } from "~/components/ui/field";
import { IconButton } from "~/components/ui/icon-button";
import { checkPassword } from "~/domain/users/check-password";
import { useHydrated } from "./use-hydrated";

interface Props {
  name: string;
  label: string;
  errors?: readonly string[] | undefined;
  /** The account's email and name: words that a password may not be made of. */
  context: readonly string[];
}

const RULES = "Eight characters or more; a few unrelated words are best. No rules about signs, but nothing well known.";

/** A password to be chosen: says the rules beforehand and, while one types, whether it will be taken. */
export function NewPasswordField({ name, label, errors, context }: Props) {
  const [typed, setTyped] = useState("");
  const [isShown, setIsShown] = useState(false);
  const isHydrated = useHydrated();
  // What the server said is of what it was sent: it gives way to what is typed now.
  const [answered, setAnswered] = useState(errors?.join());
  if (errors?.join() !== answered) {
    setAnswered(errors?.join());
    setTyped("");
  }
  const told = typed === "" ? errors : undefined;
  const wrong = typed === "" ? null : checkPassword(typed, context);
  // "must be at least 8 characters" is no news to somebody who is typing the third.
  const complaint = wrong === null || wrong.code === "too_short" ? null : `This one ${wrong.detail}.`;
  return (
    <Field
      id={name}
      label={label}
      errors={told}
      hint={
        <span className="grid">
          <span>{RULES}</span>
          {/* Its line is kept, so that nothing moves while one types. */}
          <span aria-live="polite" className="min-h-5 font-medium">
            {complaint !== null ? (
              <span className="text-critical">{complaint}</span>
            ) : typed !== "" && wrong === null ? (
              <span className="inline-flex items-center gap-1 text-good">
                <CircleCheck size={12} aria-hidden /> It will do.
              </span>
            ) : null}
          </span>
        </span>
      }
    >
      <div className="relative">
        <input
          id={name}
          name={name}
          type={isShown ? "text" : "password"}
          className="control pr-11"
          autoComplete="new-password"
          spellCheck={false}
          autoCapitalize="none"
          required
          onChange={(event) => setTyped(event.target.value)}
          {...describedBy({ id: name, errors: told, hasHint: true })}
        />
        {isHydrated ? (
          <IconButton
            label={isShown ? "Hide what I type" : "Show what I type"}
            aria-pressed={isShown}
            onClick={() => setIsShown(!isShown)}
            className="absolute inset-y-0.5 right-0.5 h-auto"
          >
            {isShown ? <EyeOff size={15} aria-hidden /> : <Eye size={15} aria-hidden />}
          </IconButton>
        ) : null}
      </div>
    </Field>
  );
}
