interface Described {
  id: string;
  errors: readonly string[] | undefined;
  hasHint: boolean;
}

/** The ARIA attributes that tie a control to its hint and its errors. */
export function describedBy({ id, errors, hasHint }: Described) {
  const invalid = errors !== undefined && errors.length > 0;
  const ids = [invalid && `${id}-error`, hasHint && `${id}-hint`].filter(Boolean).join(" ");
  return { "aria-invalid": invalid || undefined, "aria-describedby": ids === "" ? undefined : ids };
}
