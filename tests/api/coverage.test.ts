import { afterAll, beforeAll, expect, test } from "vitest";

import { seedNetwork } from "../../prisma/seed/seed-network";
import { seedWatchlistEntry } from "../../prisma/seed/seed-watchlist-entry";
import { type ApiClient, createApiClient } from "../support/api-client";

const DAY_MS = 86_400_000;

let api: ApiClient;
let token: string;
let networkId: string;
let entryId: string;

const daysAgo = (days: number) => new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS - days * DAY_MS);

beforeAll(async () => {
  api = await createApiClient();
  token = (await api.signIn("viewer")).token;
  networkId = (await seedNetwork(api.ctx)).id;
  entryId = (await seedWatchlistEntry(api.ctx, { networkId })).id;
  const days = [
    { scopeId: entryId, day: daysAgo(0), mined: 4, seenPending: 3, leadBuckets: [0, 1, 2] },
    { scopeId: entryId, day: daysAgo(2), mined: 1, seenPending: 0, leadBuckets: [] },
    { scopeId: entryId, day: daysAgo(29), mined: 5, seenPending: 5, leadBuckets: [5] },
    { scopeId: entryId, day: daysAgo(30), mined: 100, seenPending: 0, leadBuckets: [] },
    { scopeId: networkId, day: daysAgo(0), mined: 1_000, seenPending: 700, leadBuckets: [700] },
  ];
  await api.ctx.db.coverageDay.createMany({ data: days.map((day) => ({ ...day, networkId })) });
});
afterAll(() => api.close());

const get = (path: string) => api.call("GET", path, { token });

test("a watched contract's ledger comes by day, the newest first, with its sum", async () => {
  const { status, body } = await get(`/v1/watchlists/${entryId}/coverage`);
  expect(status).toBe(200);
  expect(body.data).toMatchObject([
    { day: daysAgo(0).toISOString().slice(0, 10), mined: 4, seenPending: 3, share: 0.75 },
    { mined: 1, seenPending: 0, share: 0, leadMsMedian: null, leadMsP95: null },
    { mined: 5, seenPending: 5, share: 1 },
  ]);
  expect(body.total).toMatchObject({ mined: 10, seenPending: 8, share: 0.8 });
  expect(body.total.leadMsMedian).toBeLessThan(body.total.leadMsP95);
});

test("fewer days can be asked for, and only whole ones", async () => {
  expect((await get(`/v1/watchlists/${entryId}/coverage?days=1`)).body.total.mined).toBe(4);
  expect((await get(`/v1/watchlists/${entryId}/coverage?days=31`)).body.total.mined).toBe(110);
  for (const days of ["0", "-1", "1.5", "x", "367", ""]) {
    const { status, body } = await get(`/v1/watchlists/${entryId}/coverage?days=${days}`);
    expect([days, status, body.errors?.[0]?.pointer]).toEqual([days, 400, "?days"]);
  }
  expect((await get(`/v1/watchlists/${entryId}/coverage?page=1`)).status).toBe(400);
});

test("a network's ledger counts all of its transactions, and one without any is empty", async () => {
  expect((await get(`/v1/networks/${networkId}/coverage`)).body.total).toMatchObject({ mined: 1_000, share: 0.7 });
  const other = await seedNetwork(api.ctx, { name: "other" });
  const none = { mined: 0, seenPending: 0, share: null, leadMsMedian: null, leadMsP95: null };
  expect((await get(`/v1/networks/${other.id}/coverage`)).body).toEqual({ data: [], total: none });
});

test("what doesn't exist is 404, and nobody reads it without a token", async () => {
  for (const kind of ["watchlists", "networks"]) {
    expect((await get(`/v1/${kind}/${api.ctx.newId()}/coverage`)).status).toBe(404);
    expect((await api.call("GET", `/v1/${kind}/${entryId}/coverage`)).status).toBe(401);
  }
});
