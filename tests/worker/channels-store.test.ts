import { afterAll, beforeAll, expect, test } from "vitest";

import { createChannel } from "~/domain/channels/create-channel.server";
import { deleteChannel } from "~/domain/channels/delete-channel.server";
import { disableChannel } from "~/domain/channels/disable-channel.server";
import { ensureDefaultChannel } from "~/domain/channels/ensure-default-channel.server";
import { getChannel } from "~/domain/channels/get-channel.server";
import { listChannels } from "~/domain/channels/list-channels.server";
import { loadChannelConfig } from "~/domain/channels/load-channel-config.server";
import { resolveChannels } from "~/domain/channels/resolve-channels.server";
import { rotateSecret } from "~/domain/channels/rotate-secret.server";
import { updateChannel } from "~/domain/channels/update-channel.server";
import { type Context, createContext } from "~/platform/context.server";
import { parseEnv } from "~/platform/env.server";
import { createTestDatabase, type TestDatabase } from "../support/postgres";

const DISCORD_URL = "https://discord.com/api/webhooks/1234567890/t0ken";
const WEBHOOK_URL = "https://93.184.216.34/in/t0ken?key=k3y";
const actor = { userId: null };
const nobody = "0190d3a0-0000-7000-8000-00000000dead";

let database: TestDatabase;
let ctx: Context;

beforeAll(async () => {
  database = await createTestDatabase();
  const values = { DATABASE_URL: database.url, SENTINEL_SECRET: "s".repeat(40), LOG_LEVEL: "silent" };
  const env = parseEnv({ ...values, DISCORD_WEBHOOK_URL: DISCORD_URL });
  ctx = createContext(
    { env: { ...env, DATABASE_URL: database.url, SENTINEL_SECRET: values.SENTINEL_SECRET }, embedded: null },
    "test",
  );
});
afterAll(async () => {
  await ctx?.close();
  await database?.drop();
});

const discord = (name = "Discord") =>
  createChannel(ctx, { actor, input: { type: "discord", name, config: { webhookUrl: DISCORD_URL }, enabled: true } });
/** What deliveries have told of a channel, as `recordAttempt` writes it: past Prisma, which would raise `updated_at`. */
const noteHealth = (id: string, status: string, error: string | null = null) =>
  ctx.db.$executeRaw`UPDATE channels SET health_status = ${status}, last_error = ${error} WHERE id = ${id}::uuid`;
const webhook = (config: { url: string; secret?: string; headers?: Record<string, string> } = { url: WEBHOOK_URL }) =>
  createChannel(ctx, { actor, input: { type: "webhook", name: "Hook", config, enabled: true } });

test("a new channel shows no secret, in answer, row or audit log, and gives it back for sending", async () => {
  const { channel, secret } = await webhook({ url: WEBHOOK_URL, headers: { "X-Key": "h3ader" } });
  expect(secret).toMatch(/^whsec_/);
  expect(channel).toMatchObject({
    type: "webhook",
    config: { url: "https://93.184.216.34/***", headers: { "X-Key": "***" }, secret: "***" },
    enabled: true,
    health: { status: "unknown", lastSuccessAt: null, lastError: null },
  });
  const row = await ctx.db.channel.findUniqueOrThrow({ where: { id: channel.id } });
  const audit = await ctx.db.auditLog.findMany({ where: { resourceId: channel.id } });
  expect(audit).toMatchObject([{ action: "channel.created", resourceType: "channel" }]);
  const stored = JSON.stringify([row, audit.map(({ seq: _seq, ...entry }) => entry)]);
  for (const hidden of ["t0ken", "k3y", "h3ader", String(secret)]) expect(stored).not.toContain(hidden);

  expect(await loadChannelConfig(ctx, channel.id)).toEqual({
    type: "webhook",
    name: "Hook",
    enabled: true,
    config: { url: WEBHOOK_URL, headers: { "X-Key": "h3ader" }, secret },
  });
});

test("a secret of one's own is taken and not shown", async () => {
  const own = `whsec_${Buffer.alloc(32, 1).toString("base64")}`;
  const { channel, secret } = await webhook({ url: WEBHOOK_URL, secret: own });
  expect(secret).toBeUndefined();
  expect((await loadChannelConfig(ctx, channel.id)).config).toMatchObject({ secret: own });
});

test("a sealed configuration cannot be moved to another channel", async () => {
  const [one, two] = [await discord(), await discord()];
  const row = await ctx.db.channel.findUniqueOrThrow({ where: { id: one.channel.id } });
  await ctx.db.channel.update({ where: { id: two.channel.id }, data: { configEncrypted: row.configEncrypted } });
  await expect(loadChannelConfig(ctx, two.channel.id)).rejects.toThrow();
});

test.each([
  ["https://10.0.0.1/", "url_private"],
  ["https://127.0.0.1/", "url_loopback"],
  ["https://2130706433/", "url_loopback"],
  ["https://localhost/", "url_loopback"],
  ["https://169.254.169.254/", "url_link_local"],
  ["http://93.184.216.34/", "url_not_https"],
  ["https://u:p@93.184.216.34/", "url_credentials"],
  ["nonsense", "url_invalid_url"],
])("a webhook to %s is refused with the reason", async (url, code) => {
  await expect(webhook({ url })).rejects.toMatchObject({
    code: "invalid_input",
    errors: [{ pointer: "/config/url", code }],
  });
});

test("a host that does not resolve yet may be saved", async () => {
  await expect(webhook({ url: "https://not-there-yet.invalid/in" })).resolves.toBeDefined();
});

test("what is no URL of the vendor, and mail without a mail server, are refused with a pointer", async () => {
  const config = { webhookUrl: "https://example.org/api/webhooks/1/t" };
  const wrong = createChannel(ctx, { actor, input: { type: "discord", name: "d", config, enabled: true } });
  await expect(wrong).rejects.toMatchObject({
    errors: [{ pointer: "/config/webhookUrl", code: "invalid_discord_url" }],
  });
  const slack = createChannel(ctx, { actor, input: { type: "slack", name: "s", config, enabled: true } });
  await expect(slack).rejects.toMatchObject({ errors: [{ pointer: "/config/webhookUrl", code: "invalid_slack_url" }] });
  const to = ["security@example.com"];
  const mail = createChannel(ctx, { actor, input: { type: "email", name: "m", config: { to }, enabled: true } });
  await expect(mail).rejects.toMatchObject({ errors: [{ pointer: "/config", code: "smtp_not_configured" }] });
});

test("a change keeps what it does not name, and clears the health that it makes stale", async () => {
  const { channel, secret } = await webhook();
  await noteHealth(channel.id, "failing", "The receiver answered 500.");
  const renamed = await updateChannel(ctx, { actor, id: channel.id, patch: { name: "Renamed" } });
  expect(renamed).toMatchObject({ name: "Renamed", health: { status: "failing" } });

  const url = "https://93.184.216.34/other";
  const patch = { config: { ...renamed.config, url } };
  const moved = await updateChannel(ctx, { actor, id: channel.id, patch });
  expect(moved.health).toMatchObject({ status: "unknown", lastError: null });
  expect((await loadChannelConfig(ctx, channel.id)).config).toEqual({ url, secret });
  const audit = await ctx.db.auditLog.findMany({ where: { resourceId: channel.id }, orderBy: { seq: "asc" } });
  expect(audit.map(({ action }) => action)).toEqual(["channel.created", "channel.updated", "channel.updated"]);
});

test("a change to a bad configuration names the field and changes nothing", async () => {
  const { channel } = await webhook();
  const change = (config: Record<string, unknown>) => updateChannel(ctx, { actor, id: channel.id, patch: { config } });
  await expect(change({ secret: "short" })).rejects.toMatchObject({ errors: [{ pointer: "/config/secret" }] });
  await expect(change({ extra: 1 })).rejects.toMatchObject({
    errors: [{ pointer: "/config/extra", code: "unknown_field" }],
  });
  await expect(change({ headers: { "a/b": "x\n" } })).rejects.toMatchObject({
    errors: expect.arrayContaining([expect.objectContaining({ pointer: "/config/headers/a~1b" })]),
  });
  await expect(change({ url: "https://192.168.0.1/" })).rejects.toMatchObject({ errors: [{ code: "url_private" }] });
  expect(await getChannel(ctx, { id: channel.id })).toEqual(channel);
});

test("a stale version is refused, and a delivery does not make one stale", async () => {
  const { channel } = await discord();
  await noteHealth(channel.id, "healthy");
  const expectedVersion = channel.updatedAt;
  const changed = await updateChannel(ctx, { actor, id: channel.id, patch: { name: "A" }, expectedVersion });
  expect(changed.health.status).toBe("healthy");
  const stale = { actor, id: channel.id, expectedVersion };
  await expect(updateChannel(ctx, { ...stale, patch: { name: "B" } })).rejects.toMatchObject({
    code: "precondition_failed",
  });
  await expect(deleteChannel(ctx, stale)).rejects.toMatchObject({ code: "precondition_failed" });
});

/** A delivery that waits for the channel. */
const waitFor = (channelId: string, createdAt = new Date()) =>
  ctx.db.delivery.create({ data: { id: ctx.newId(), channelId, purpose: "channel.failing", createdAt } });
const stateOf = async (id: string) => (await ctx.db.delivery.findUniqueOrThrow({ where: { id } })).state;

test("a channel whose far side is gone is switched off once, holds what waits, and sends it when it is on again", async () => {
  const { channel } = await discord();
  const waiting = await waitFor(channel.id);
  const reason = "Discord answered 404.";
  expect(await disableChannel(ctx, { channelId: channel.id, reason })).toBe(true);
  expect(await disableChannel(ctx, { channelId: channel.id, reason })).toBe(false);
  const { enabled, health } = await getChannel(ctx, { id: channel.id });
  expect({ enabled, ...health }).toMatchObject({ enabled: false, status: "disabled", lastError: reason });
  expect(health.heldSince).toEqual(expect.any(String));
  expect(await ctx.db.auditLog.count({ where: { resourceId: channel.id, action: "channel.disabled" } })).toBe(1);
  expect(await stateOf(waiting.id)).toBe("held");

  await ctx.db.channel.update({ where: { id: channel.id }, data: { failingSince: new Date() } });
  const again = await updateChannel(ctx, { actor, id: channel.id, patch: { enabled: true } });
  expect(again).toMatchObject({ enabled: true, health: { status: "unknown", lastError: null } });
  expect(again.health).toMatchObject({ heldSince: null, failingSince: null });
  expect(await stateOf(waiting.id)).toBe("queued");
});

test("what a person switches off holds nothing", async () => {
  const { channel } = await discord();
  const off = await updateChannel(ctx, { actor, id: channel.id, patch: { enabled: false } });
  expect(off).toMatchObject({ enabled: false, health: { status: "disabled", heldSince: null } });
});

test("there is one fallback channel: the newest choice, and the audit log names the one before", async () => {
  await ctx.db.channel.deleteMany();
  const [one, two] = [await discord("one"), await discord("two")];
  const choose = (id: string) => updateChannel(ctx, { actor, id, patch: { isFallback: true } });
  expect(await choose(one.channel.id)).toMatchObject({ isFallback: true });
  await choose(two.channel.id);
  const marked = await ctx.db.channel.findMany({ where: { isFallback: true }, select: { name: true } });
  expect(marked).toEqual([{ name: "two" }]);
  const audit = await ctx.db.auditLog.findFirstOrThrow({
    where: { resourceId: two.channel.id, action: "channel.updated" },
  });
  expect(audit.metadata).toMatchObject({ changed: ["isFallback"], fallbackInsteadOf: "one" });

  await Promise.allSettled([choose(one.channel.id), choose(two.channel.id), choose(one.channel.id)]);
  expect(await ctx.db.channel.count({ where: { isFallback: true } })).toBe(1);
});

test("options are kept, changed one by one, and taken away with null", async () => {
  const { channel } = await discord();
  const quietHours = { from: "22:00", to: "07:00", timezone: "Europe/Berlin", days: [1, 5] };
  const patch = { quietHours, digestMinutes: 15, templates: { title: "{{title}}" } };
  const set = await updateChannel(ctx, { actor, id: channel.id, patch });
  expect(set).toMatchObject({ ...patch, maxPerMinute: null, replayMaxAgeMinutes: 60 });
  const cleared = await updateChannel(ctx, { actor, id: channel.id, patch: { quietHours: null, templates: {} } });
  expect(cleared).toMatchObject({ quietHours: null, templates: {}, digestMinutes: 15 });
  const same = await updateChannel(ctx, { actor, id: channel.id, patch: { quietHours: null, templates: {} } });
  expect(same.updatedAt).toBe(cleared.updatedAt);
});

test("channels of one bot share a destination, also when they come to share it by a change", async () => {
  const token = (letter: string) => ["123456789", letter.repeat(35)].join(":");
  const bot = async (botToken: string, chatId: string) =>
    (
      await createChannel(ctx, {
        actor,
        input: { type: "telegram", name: "Bot", config: { botToken, chatId }, enabled: true },
      })
    ).channel.id;
  const ids = [await bot(token("A"), "1"), await bot(token("A"), "-2"), await bot(token("B"), "3")];
  const destinations = async () =>
    (await ctx.db.channel.findMany({ where: { id: { in: ids } }, orderBy: { id: "asc" } })).map(
      (row) => row.destination,
    );
  const [first, second, third] = await destinations();
  expect(first).toMatch(/^[0-9a-f]{64}$/);
  expect(second).toBe(first);
  expect(third).not.toBe(first);
  await updateChannel(ctx, { actor, id: String(ids[2]), patch: { config: { botToken: token("A") } } });
  expect(new Set(await destinations()).size).toBe(1);
});

test("a rotated secret is shown once, the one before signs for a day, and other types have none", async () => {
  const { channel, secret } = await webhook();
  const rotated = await rotateSecret(ctx, { actor, id: channel.id });
  expect(rotated.secret).toMatch(/^whsec_/);
  expect(rotated.secret).not.toBe(secret);
  const { config } = await loadChannelConfig(ctx, channel.id);
  expect(config).toMatchObject({ secret: rotated.secret, previousSecret: secret });
  const until = Date.parse(String((config as { previousSecretUntil?: string }).previousSecretUntil));
  expect(until - Date.now()).toBeGreaterThan(23.9 * 3_600_000);
  expect(rotated.channel.config).toMatchObject({ secret: "***", previousSecretUntil: new Date(until).toISOString() });
  expect(rotated.channel.config).not.toHaveProperty("previousSecret");
  const audit = await ctx.db.auditLog.findMany({ where: { resourceId: channel.id }, orderBy: { seq: "asc" } });
  expect(audit.map(({ action }) => action)).toEqual(["channel.created", "channel.secret_rotated"]);
  expect(JSON.stringify(audit.map(({ metadata }) => metadata))).not.toContain("whsec_");
  await expect(rotateSecret(ctx, { actor, id: channel.id, secret: rotated.secret })).rejects.toMatchObject({
    errors: [{ pointer: "/secret", code: "same_secret" }],
  });
  const other = await discord();
  await expect(rotateSecret(ctx, { actor, id: other.channel.id })).rejects.toMatchObject({ slug: "not_a_webhook" });
});

test("a rule's channels are ids or types, each channel once, only those that are on", async () => {
  await ctx.db.channel.deleteMany();
  const [one, two, hook] = [await discord("one"), await discord("two"), await webhook()];
  await updateChannel(ctx, { actor, id: two.channel.id, patch: { enabled: false } });
  const ids = async (names: string[]) => (await resolveChannels(ctx, names)).map(({ id }) => id);

  expect(await ids(["discord"])).toEqual([one.channel.id]);
  expect(await ids(["discord", one.channel.id, hook.channel.id])).toEqual([one.channel.id, hook.channel.id]);
  expect(await ids([two.channel.id, nobody, "pigeon", "telegram"])).toEqual([]);
  expect(await ids([])).toEqual([]);
});

test("the list pages by number and by cursor, newest first, and filters", async () => {
  await ctx.db.channel.deleteMany();
  for (const name of ["a", "b", "c"]) await discord(name);
  await webhook();
  const first = await listChannels(ctx, { limit: 2, filter: { type: "discord" } });
  expect(first).toMatchObject({ total: 3, data: [{ name: "c" }, { name: "b" }], nextCursor: expect.any(String) });
  const rest = await listChannels(ctx, { limit: 2, cursor: String(first.nextCursor), filter: { type: "discord" } });
  expect(rest).toMatchObject({ data: [{ name: "a" }], nextCursor: null });
  expect((await listChannels(ctx, { limit: 2, page: 2 })).data.map(({ name }) => name)).toEqual(["b", "a"]);
});

test("a deleted channel is not found, and neither is what is no id", async () => {
  const { channel } = await discord();
  await deleteChannel(ctx, { actor, id: channel.id });
  for (const id of [channel.id, "not-an-id"]) {
    await expect(getChannel(ctx, { id })).rejects.toMatchObject({ code: "not_found" });
    await expect(deleteChannel(ctx, { actor, id })).rejects.toMatchObject({ code: "not_found" });
  }
  expect(await ctx.db.auditLog.count({ where: { resourceId: channel.id, action: "channel.deleted" } })).toBe(1);
});

test("the environment's Discord channel is made once, also when it was deleted since", async () => {
  await ctx.db.channel.deleteMany();
  await ensureDefaultChannel(ctx);
  await ensureDefaultChannel(ctx);
  const channels = await listChannels(ctx, { limit: 10 });
  expect(channels.data).toMatchObject([{ type: "discord", name: "Discord (from the environment)" }]);
  await deleteChannel(ctx, { actor, id: String(channels.data[0]?.id) });
  await ensureDefaultChannel(ctx);
  expect((await listChannels(ctx, { limit: 10 })).total).toBe(0);
});
