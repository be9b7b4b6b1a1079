import { PlainField } from "~/components/ui/plain-field";

interface Props {
  /** Of the authenticator, one of the recovery codes, or whichever is at hand. */
  kind: "code" | "recovery" | "either";
  errors?: readonly string[] | undefined;
  autoFocus?: boolean;
  hint?: string;
}

/** A code that proves the second factor; phones and password managers fill it in. */
export function CodeField({ kind, errors, autoFocus = false, hint }: Props) {
  return (
    <PlainField
      id="code"
      name="code"
      label={kind === "recovery" ? "Recovery code" : "Code from your authenticator"}
      className="control font-mono text-base tracking-widest"
      autoComplete={kind === "recovery" ? "off" : "one-time-code"}
      inputMode={kind === "code" ? "numeric" : "text"}
      autoCapitalize="none"
      spellCheck={false}
      // Longer than any code, so that one pasted in groups fits.
      maxLength={kind === "code" ? 12 : 60}
      required
      autoFocus={autoFocus}
      errors={errors}
      {...(hint === undefined ? {} : { hint })}
    />
  );
}
