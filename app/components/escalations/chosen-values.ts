import type { FieldMetadata } from "@conform-to/react";

/** The values of a group of boxes that are checked at first. */
export function chosenValues({ initialValue }: FieldMetadata<string[] | undefined>): Set<string> {
  if (Array.isArray(initialValue)) return new Set(initialValue.filter((value) => value !== undefined));
  return new Set(initialValue === undefined ? [] : [initialValue]);
}
