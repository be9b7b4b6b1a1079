import { AppError, type FieldError } from "~/domain/errors";
import { readAddressText } from "./read-address-text";

/** Wrong lines that are told; whoever pastes the wrong column need not read 100,000. */
const MAX_TOLD = 10;

/** Every address that a form was sent, pasted or in a file. */
export async function listAddressesOf({ addresses, file }: { addresses: string; file?: File | undefined }) {
  const uploaded = file === undefined || file.size === 0 ? "" : await file.text();
  return [...readAddressText(addresses), ...readAddressText(uploaded)];
}

/** Tells the first of many errors and how many more there are. */
export function tellFew(error: unknown): never {
  if (!(error instanceof AppError) || error.errors.length <= MAX_TOLD) throw error;
  const told = error.errors.slice(0, MAX_TOLD);
  const rest = (error.errors.length - told.length).toLocaleString("en-US");
  const more: FieldError = { pointer: told[0]?.pointer ?? "", detail: `And ${rest} more.`, code: "more" };
  throw new AppError(error.code, error.message, { errors: [...told, more], cause: error });
}
