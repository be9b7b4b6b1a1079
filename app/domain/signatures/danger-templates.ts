import type { DangerEvent } from "./danger-event";
import { DANGER_EVENTS } from "./danger-events";
import { findDangerSignature } from "./danger-signatures";
import type { DangerTemplate } from "./danger-template";
import rows from "./danger-templates.json";

const bySignature = new Map((rows as DangerTemplate[]).map((row) => [row.signature, row]));
const eventBySignature = new Map<string, DangerEvent>();
for (const event of DANGER_EVENTS) {
  if (!eventBySignature.has(event.signature)) eventBySignature.set(event.signature, event);
}

/** What the table of templates adds to a row of the table of functions; a test holds that every row has one. */
export function findDangerTemplate(selector: string): DangerTemplate | undefined {
  return bySignature.get(findDangerSignature(selector)?.signature ?? "");
}

/**
 * The event by which a dangerous function is seen when it was called inside another transaction only. An upgrade's is
 * logged by the proxy, not by the ProxyAdmin that is called.
 */
export function eventOfDangerSignature(selector: string): DangerEvent | undefined {
  return eventBySignature.get(findDangerTemplate(selector)?.event ?? "");
}
