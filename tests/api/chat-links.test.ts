import { afterAll, beforeAll, expect, test } from "vitest";

import { createChannel } from "~/domain/channels/create-channel.server";
import { redeemLinkCode } from "~/domain/chats/redeem-link-code.server";
import { type ApiClient, createApiClient } from "../support/api-client";

const PATH = "/v1/me/chat-links";
const provider = "telegram" as const;
let api: ApiClient;

beforeAll(async () => {
  api = await createApiClient();
});
afterAll(() => api.close());

const post = (token: string, body: unknown = { provider }) => api.call("POST", PATH, { token, body });

test("without a Telegram channel there is nobody to tell a code, and with one there is", async () => {
  const { token } = await api.signIn("viewer");
  const refused = await post(token);
  expect([refused.status, refused.body.code]).toEqual([409, "no_bot"]);
  const config = { botToken: `123456789:${"x".repeat(35)}`, chatId: "-1001234" };
  const input = { type: provider, name: "Room", enabled: true, config };
  await createChannel(api.ctx, { actor: { userId: null }, input });
  expect((await post(token)).status).toBe(201);
});

test("a code is made, redeemed, listed and unlinked by its own user", async () => {
  const [ann, bob] = [await api.signIn("viewer"), await api.signIn("admin")];
  const made = await post(ann.token);
  expect(made.body).toMatchObject({
    provider,
    code: expect.stringMatching(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/),
    instructions: expect.stringContaining(made.body.code),
    bots: [],
  });
  const left = Date.parse(made.body.expiresAt) - Date.now();
  expect(left).toBeGreaterThan(14 * 60_000);
  expect(left).toBeLessThanOrEqual(15 * 60_000);

  const redeemed = await redeemLinkCode(api.ctx, { provider, externalId: "42", label: "Ann", code: made.body.code });
  expect(redeemed).toEqual({ kind: "linked", userName: "viewer" });
  const listed = await api.call("GET", PATH, { token: ann.token });
  expect(listed.body).toMatchObject({ data: [{ provider, name: "Ann" }], meta: { total: 1 } });
  const { id } = listed.body.data[0];

  expect((await api.call("GET", PATH, { token: bob.token })).body.data).toEqual([]);
  expect((await api.call("DELETE", `${PATH}/${id}`, { token: bob.token })).status).toBe(404);
  expect((await api.call("DELETE", `${PATH}/${id}`, { token: ann.token })).status).toBe(204);
  expect((await api.call("DELETE", `${PATH}/${id}`, { token: ann.token })).status).toBe(404);
  const actions = await api.ctx.db.auditLog.findMany({ where: { actorId: ann.id }, orderBy: { seq: "asc" } });
  expect(actions.map(({ action }) => action)).toEqual(
    expect.arrayContaining(["chat.link_code_created", "chat.linked", "chat.unlinked"]),
  );
  expect(JSON.stringify(actions.map(({ metadata }) => metadata))).not.toContain(made.body.code);
});

test("a new code ends the one before it", async () => {
  const { token } = await api.signIn("analyst");
  const [first, second] = [await post(token), await post(token)];
  const redeem = (code: string) => redeemLinkCode(api.ctx, { provider, externalId: "43", label: "Cy", code });
  expect(await redeem(first.body.code)).toEqual({ kind: "wrong" });
  expect(await redeem(second.body.code)).toMatchObject({ kind: "linked" });
});

test("two chat accounts that send one code at once: one is linked", async () => {
  const { token, id } = await api.signIn("analyst");
  const { code } = (await post(token)).body;
  const kinds = await Promise.all(
    Array.from({ length: 6 }, async (_, index) => {
      const redeemed = await redeemLinkCode(api.ctx, { provider, externalId: `5${index}`, label: "X", code });
      return redeemed.kind;
    }),
  );
  expect(kinds.filter((kind) => kind === "linked")).toHaveLength(1);
  expect(await api.ctx.db.chatIdentity.count({ where: { userId: id } })).toBe(1);
});

test("a disabled user's code links nobody", async () => {
  const { token, id } = await api.signIn("analyst");
  const { code } = (await post(token)).body;
  await api.ctx.db.user.update({ where: { id }, data: { disabledAt: new Date() } });
  const redeemed = await redeemLinkCode(api.ctx, { provider, externalId: "44", label: "Di", code });
  expect(redeemed).toEqual({ kind: "disabled" });
});

test("another chat is refused at its place", async () => {
  const { token } = await api.signIn("viewer");
  const answer = await post(token, { provider: "pigeon" });
  expect([answer.status, answer.body.errors[0].pointer]).toEqual([400, "/provider"]);
  expect((await api.call("GET", PATH, {})).status).toBe(401);
});
