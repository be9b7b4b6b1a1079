import { expect, test } from "vitest";

import { networkModeOf } from "./network-mode";

const live = (subscriptionKind: string) => ({ state: "live", subscriptionKind, connectedAtMs: 1 });
const silent = { state: "silent", subscriptionKind: "unknown", connectedAtMs: 1 };
const down = { state: "backing_off", subscriptionKind: "unknown", connectedAtMs: null };

test("one endpoint that delivers pending transactions is enough", () => {
  expect(networkModeOf([live("heads_only"), silent, live("hashes")])).toBe("mempool");
});

test("when all that are connected refuse them or stay silent, only blocks are watched", () => {
  expect(networkModeOf([live("heads_only"), silent, down])).toBe("blocks");
});

test("a feed that has fallen silent delivers no more", () => {
  expect(networkModeOf([{ ...silent, subscriptionKind: "full" }])).toBe("blocks");
});

test("one that is quarantined for lagging, but connected, still delivers", () => {
  expect(networkModeOf([{ ...live("full"), state: "quarantined" }])).toBe("mempool");
});

test("before the first message, and with nothing connected, nobody knows", () => {
  expect(networkModeOf([live("unknown"), live("heads_only")])).toBe("unknown");
  expect(networkModeOf([down])).toBe("unknown");
  expect(networkModeOf([])).toBe("unknown");
});
