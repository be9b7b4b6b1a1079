import { expect, inject, test } from "vitest";

import { runStorm } from "./deliveries/run-storm";

test.each(["redis", "postgres"] as const)(
  "4,000 deliveries with the worker killed 20 times, queue on %s: none is lost, and only a kill makes a duplicate",
  async (backend) => {
    const result = await runStorm({ count: 4_000, kills: 20, backend, serverUrl: inject("postgresUrl") });
    expect(result).toMatchObject({
      sent: 4_000,
      delivered: 4_000,
      lost: 0,
      kills: 20,
      unexplained: 0,
      unfinished: 0,
    });
  },
  400_000,
);
