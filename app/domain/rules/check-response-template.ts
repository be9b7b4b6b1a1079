import { responseCall } from "~/domain/alerts/response-call";
import type { FieldError } from "~/domain/errors";
import { normalizeAddress } from "~/domain/transactions/address";
import type { ResponseTemplate } from "./response-template";

/** The fields that may stand as the address a response goes to. */
const ADDRESS_FIELD = /^\{\{\s*(to|target)\s*\}\}$/;

/**
 * What is wrong with the response of a rule, as far as it can be told without an alert: its function, its arguments and
 * where it goes.
 *
 * @param abi of the rule's contract, so that a bare name such as `pause` is understood; null when there is none.
 * @returns errors with pointers such as `/response/args/0`; empty when it may be saved.
 */
export function checkResponseTemplate(template: ResponseTemplate, abi: unknown = null): FieldError[] {
  const call = responseCall(template, { abi, facts: null });
  const errors = call.ok ? [] : call.errors.map((each) => ({ ...each, pointer: `/response${each.pointer}` }));
  return [...toErrors(template.to ?? null), ...errors];
}

function toErrors(to: string | null): FieldError[] {
  if (to === null || ADDRESS_FIELD.test(to.trim())) return [];
  const read = normalizeAddress(to);
  if (read.ok) return [];
  return [
    { pointer: "/response/to", detail: `must be an address, {{to}} or {{target}}. ${read.detail}`, code: read.code },
  ];
}
