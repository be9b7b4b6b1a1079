import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { seedNetwork } from "../../prisma/seed/seed-network";
import { seedRule } from "../../prisma/seed/seed-rule";
import { seedWatchlistEntry } from "../../prisma/seed/seed-watchlist-entry";
import { type ApiClient, createApiClient } from "../support/api-client";

let api: ApiClient;
let token: string;
let watchlistId: string;

beforeAll(async () => {
  api = await createApiClient();
  token = (await api.signIn("analyst")).token;
});
beforeEach(async () => {
  const { id: networkId } = await seedNetwork(api.ctx, { name: `net-${api.ctx.newId().slice(-12)}` });
  const abi = [{ type: "function", name: "freeze", inputs: [{ name: "on", type: "bool" }] }];
  watchlistId = (await seedWatchlistEntry(api.ctx, { networkId, abi })).id;
});
afterAll(() => api.close());

const rule = (values: object) => {
  return { name: "A rule", watchlistId, signature: "renounceOwnership", severity: "high", ...values };
};
const post = (values: object) => api.call("POST", "/v1/rules", { token, body: rule(values) });
const patch = (id: string, body: unknown) => api.call("PATCH", `/v1/rules/${id}`, { token, body });
const seed = async (inhibitedBy: string[] = []) => (await seedRule(api.ctx, { watchlistId, inhibitedBy })).id;

async function policy(): Promise<string> {
  const id = api.ctx.newId();
  await api.ctx.db.escalationPolicy.create({ data: { id, name: id, steps: [] } });
  return id;
}

test("a rule is made with how it is told, and none of it is needed", async () => {
  const [escalationPolicyId, parent] = [await policy(), await seed()];
  const response = { to: null, signature: "setPaused(bool)", args: ["true"], value: "0" };
  const told = { groupWaitSeconds: 120, escalationPolicyId, inhibitedBy: [parent, parent], response };
  const made = await post(told);
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({ ...told, inhibitedBy: [parent] });
  expect((await api.call("GET", `/v1/rules/${made.body.id}`, { token })).body).toEqual(made.body);
  const audit = await api.ctx.db.auditLog.findFirstOrThrow({ where: { resourceId: made.body.id } });
  expect(audit.metadata).toMatchObject({ after: { escalationPolicyId, inhibitedBy: [parent] } });
  const plain = await post({});
  const none = { groupWaitSeconds: null, escalationPolicyId: null, inhibitedBy: [], response: null };
  expect(plain.body).toMatchObject(none);
});

test("each is changed and taken away by itself, and the same again leaves the version alone", async () => {
  const { id, version } = (await post({})).body;
  const response = { signature: "freeze", args: ["true"], value: "10" };
  const told = { groupWaitSeconds: 0, escalationPolicyId: await policy(), inhibitedBy: [await seed()], response };
  const changed = await patch(id, { ...told, threshold: { count: 2, windowSeconds: 60 } });
  expect(changed.body).toMatchObject({ ...told, version: version + 1 });
  const again = await patch(id, { ...told, threshold: { count: 2, windowSeconds: 60 } });
  expect(again.body.version).toBe(version + 1);
  const none = { groupWaitSeconds: null, escalationPolicyId: null, inhibitedBy: [], response: null };
  expect((await patch(id, none)).body).toMatchObject({ ...none, version: version + 2 });
});

test.each([
  ["a wait below zero", { groupWaitSeconds: -1 }, "/groupWaitSeconds"],
  ["a wait over an hour", { groupWaitSeconds: 3_601 }, "/groupWaitSeconds"],
  ["a policy that is not there", { escalationPolicyId: "0197a1b2-8d4e-7f50-9b6c-000000000000" }, "/escalationPolicyId"],
  ["a rule above that is not there", { inhibitedBy: ["0197a1b2-8d4e-7f50-9b6c-000000000000"] }, "/inhibitedBy/0"],
  ["a rule above that is no id", { inhibitedBy: ["x"] }, "/inhibitedBy/0"],
  ["a response of no function", { response: { signature: "pause(" } }, "/response/signature"],
  ["a response to nowhere", { response: { to: "0x12" } }, "/response/to"],
  ["a response without its arguments", { response: { signature: "freeze" } }, "/response/args"],
  ["a response of half a wei", { response: { value: "0.5" } }, "/response/value"],
])("%s is refused where it stands, in a new rule and in a change", async (_, values, pointer) => {
  for (const answer of [await post(values), await patch(await seed(), values)]) {
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toEqual([pointer]);
  }
});

test("no rule keeps itself quiet, and no circle of rules each other", async () => {
  const first = await seed();
  const second = await seed([first]);
  const third = await seed([second]);
  const own = await patch(first, { inhibitedBy: [first] });
  expect(own.body.errors).toMatchObject([{ pointer: "/inhibitedBy/0", code: "inhibits_itself" }]);
  const other = await seed();
  const circle = await patch(first, { inhibitedBy: [other, third] });
  expect(circle.body.errors).toMatchObject([{ pointer: "/inhibitedBy/1", code: "circular" }]);
  expect((await patch(third, { inhibitedBy: [second, first] })).status).toBe(200);
});

test("two changes at once can't close a circle", async () => {
  for (let round = 0; round < 5; round += 1) {
    const [first, second] = [await seed(), await seed()];
    const answers = await Promise.all([
      patch(first, { inhibitedBy: [second] }),
      patch(second, { inhibitedBy: [first] }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
  }
});

test("a rule above that was deleted since stands in nobody's way", async () => {
  const parent = await seed();
  const { id } = (await post({ inhibitedBy: [parent] })).body;
  await api.call("DELETE", `/v1/rules/${parent}`, { token });
  expect((await patch(id, { inhibitedBy: [parent], name: "Renamed" })).status).toBe(200);
  expect((await post({ inhibitedBy: [parent] })).body.errors).toMatchObject([{ code: "unknown_rule" }]);
});
