import { expect, test } from "vitest";

import type { DeliveryDetail } from "~/domain/deliveries/delivery";
import { placeSentence } from "./delivery-words";

const waiting = (destination: DeliveryDetail["destination"]) => ({ destination }) as DeliveryDetail;

test("what is parked says how much is before it, and nothing once it is parked no more", () => {
  const at = (waitingBefore: number) => waiting({ waitingBefore, breaker: "closed", notBefore: null });
  expect(placeSentence(at(312), "Discord")).toBe("It waits for Discord’s pace: 312 before it.");
  expect(placeSentence(at(0), "Discord")).toBe("It waits for Discord’s pace: it is the next one.");
  expect(placeSentence(at(10_001), "Discord")).toContain("more than 10,000 before it");
  expect(placeSentence(waiting(null), "Discord")).toBeNull();
});

test("an open breaker is told as what it is", () => {
  const sentence = placeSentence(waiting({ waitingBefore: 4, breaker: "open", notBefore: null }), "Slack");
  expect(sentence).toContain("Slack has failed several times in a row");
  expect(sentence).toContain("4 before it");
});
