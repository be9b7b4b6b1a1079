import { EventFragment, id } from "ethers";
import { expect, test } from "vitest";
import { z } from "zod";

import { DangerEventRow } from "./danger-event";
import {
  DANGER_EVENTS,
  dangerEventNames,
  findDangerEvent,
  findDangerEvents,
  findDangerEventsByName,
} from "./danger-events";
import rows from "./danger-events.json";
import { DANGER_SIGNATURES } from "./danger-signatures";
import { DangerTemplate } from "./danger-template";
import { eventOfDangerSignature, findDangerTemplate } from "./danger-templates";
import templates from "./danger-templates.json";

test("every event has the topic that keccak-256 gives its signature, and reads as ethers reads it", () => {
  z.array(DangerEventRow).parse(rows);
  for (const event of DANGER_EVENTS) {
    expect(event.topic0, event.event).toBe(id(event.signature));
    const fragment = EventFragment.from(event.event);
    expect(fragment.format("sighash")).toBe(event.signature);
    expect(fragment.inputs.map(({ name, indexed }) => [name, indexed ?? false])).toEqual(
      event.inputs.map(({ name, indexed }) => [name, indexed]),
    );
    for (const input of event.inputs) expect(input.name, event.event).not.toBe("");
  }
});

test("events are found by topic and by name, every layout of a topic too", () => {
  const transfer = "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef";
  expect(findDangerEvent(transfer)?.source).toBe("ERC-20");
  expect(findDangerEvents(transfer)).toHaveLength(2);
  expect(findDangerEvent(`0x${"0".repeat(64)}`)).toBeUndefined();
  for (const name of dangerEventNames()) expect(findDangerEventsByName(name).length).toBeGreaterThan(0);
  const keys = DANGER_EVENTS.map(({ event }) => event);
  expect(new Set(keys).size).toBe(keys.length);
});

test("every dangerous function has its template, every pair its event", () => {
  z.array(DangerTemplate).parse(templates);
  expect(templates.map((row) => row.signature)).toEqual(DANGER_SIGNATURES.map((row) => row.signature));
  for (const { selector, signature } of DANGER_SIGNATURES) {
    const template = findDangerTemplate(selector);
    expect(template, signature).toBeDefined();
    expect(eventOfDangerSignature(selector)?.signature ?? null, signature).toBe(template?.event);
    if (template?.event === null) expect(template.eventCondition, signature).toBeNull();
  }
});

test.each([
  ["0xf2fde38b", "OwnershipTransferred"],
  ["0x2f2ff15d", "RoleGranted"],
  ["0x3659cfe6", "Upgraded"],
  ["0x8456cb59", "Paused"],
  ["0x40c10f19", "Transfer"],
  ["0x610b5925", "EnabledModule"],
])("%s makes %s", (selector, name) => {
  expect(eventOfDangerSignature(selector)?.name).toBe(name);
});
