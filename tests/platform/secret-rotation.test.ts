import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  makeAcknowledgeData,
  makeAcknowledgeToken,
  readAcknowledgeData,
  readAcknowledgeToken,
} from "~/domain/alerts/acknowledge-token.server";
import { NewChannel } from "~/domain/channels/channel-input";
import { createChannel } from "~/domain/channels/create-channel.server";
import { loadChannelConfig } from "~/domain/channels/load-channel-config.server";
import { updateChannel } from "~/domain/channels/update-channel.server";
import { createLinkCode } from "~/domain/chats/create-link-code.server";
import { holdTelegramBot } from "~/domain/chats/hold-telegram-bot.server";
import { isTelegramSecret } from "~/domain/chats/is-telegram-secret.server";
import { listTelegramBots } from "~/domain/chats/list-telegram-bots.server";
import { redeemLinkCode } from "~/domain/chats/redeem-link-code.server";
import { telegramWebhookSecrets } from "~/domain/chats/telegram-webhook-secret.server";
import { totpSecretAad } from "~/domain/factors/totp-secret-aad";
import { loadNetworkEndpoints } from "~/domain/networks/load-network-endpoints.server";
import { syncConfiguredNetworks } from "~/domain/networks/sync-configured-networks.server";
import { rotateSecrets } from "~/domain/rotation/rotate-secrets.server";
import { SEALED_COLUMNS } from "~/domain/rotation/sealed-columns";
import { signAccessToken } from "~/domain/tokens/sign-access-token.server";
import { verifyAccessToken } from "~/domain/tokens/verify-access-token.server";
import { createUser } from "~/domain/users/create-user.server";
import { type Context, createContext } from "~/platform/context.server";
import { parseEnv } from "~/platform/env.server";
import { once } from "~/web/api/idempotency.server";
import { createTestDatabase, type TestDatabase } from "../support/postgres";

const BEFORE = `the secret before ${"a".repeat(30)}`;
const TODAY = `the secret of today ${"b".repeat(30)}`;
const URLS = ["wss://one.example.com/v3/k3y-one", "wss://two.example.com/?key=k3y-two"];
const BOT = ["123456789", "A".repeat(35)].join(":");
const actor = { userId: null };

const CONFIGS = [
  { type: "discord", config: { webhookUrl: "https://discord.com/api/webhooks/1234567890/t0ken" } },
  { type: "slack", config: { webhookUrl: "https://hooks.slack.com/services/T0000/B0000/abcdefghijklmnop" } },
  { type: "telegram", config: { botToken: BOT, chatId: "-100" } },
  { type: "telegram", config: { botToken: BOT, chatId: "-200" } },
  { type: "pagerduty", config: { integrationKey: "0123456789abcdef0123456789abcdef" } },
  { type: "email", config: { to: ["ops@example.com"] } },
  { type: "webhook", config: { url: "https://93.184.216.34/in/t0ken" } },
] as const;

let database: TestDatabase;
const opened: Context[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  for (const ctx of opened) await ctx.close();
  await database?.drop();
});

/** A process with these secrets, on a database of the test's. */
function processWith(secret: string, previous: string[] = [], url = database.url): Context {
  const rpcUrls = URLS;
  const env = parseEnv({
    DATABASE_URL: url,
    SENTINEL_SECRET: secret,
    ...(previous.length === 0 ? {} : { SENTINEL_SECRET_PREVIOUS: previous.join(",") }),
    SENTINEL_NETWORKS: JSON.stringify([{ name: "mainnet", chainId: 1, rpcUrls }]),
    SMTP_URL: "smtps://mailer:m4il@mail.example.com",
    SMTP_FROM: "sentinel@example.com",
    LOG_LEVEL: "silent",
  });
  const ctx = createContext({ env: { ...env, DATABASE_URL: url, SENTINEL_SECRET: secret }, embedded: null }, "test");
  opened.push(ctx);
  return ctx;
}

/** Rows of every kind that is sealed, or found by a digest, with what must be had from them again. */
async function plant(ctx: Context) {
  const channelIds: string[] = [];
  for (const [index, input] of CONFIGS.entries()) {
    const made = await createChannel(ctx, { actor, input: NewChannel.parse({ ...input, name: `Channel ${index}` }) });
    channelIds.push(made.channel.id);
  }
  await syncConfiguredNetworks(ctx);
  const user = await createUser(ctx, {
    actor,
    email: `${randomUUID()}@example.com`,
    name: "Ann",
    role: "admin",
    password: "violet tractor 77 ladders",
  });
  const totpSecretEncrypted = ctx.secrets.encrypt("JBSWY3DPEHPK3PXP", totpSecretAad(user.id));
  await ctx.db.user.update({ where: { id: user.id }, data: { totpSecretEncrypted } });
  const session = { id: ctx.newId(), userId: user.id, kind: "token", expiresAt: new Date(Date.now() + 3_600_000) };
  await ctx.db.session.create({ data: session });
  const claims = { userId: user.id, sessionId: session.id, sessionVersion: 1, expiresInSeconds: 900 };

  const [bot] = await listTelegramBots(ctx);
  const held = { key: String(bot?.key), holder: "a worker", ttlMs: 60_000 };
  await holdTelegramBot(ctx, held);
  const [row] = await ctx.db.channel.findMany({ where: { id: String(channelIds[2]) }, select: { destination: true } });
  const destination = String(row?.destination);
  await ctx.db.destination.createMany({
    data: [
      { key: destination, breaker: "open", failuresInRow: 5 },
      { key: `${destination}:${"c".repeat(32)}`, learnedPerMinute: 12 },
    ],
  });
  const call = { callerId: user.id, route: "POST /v1/things", key: "one two", json: { a: 1 } };
  await once(ctx, call, async () => new Response('{"secret":"whsec_shown-once"}', { status: 201 }));
  const grant = { alertId: ctx.newId(), channelId: String(channelIds[0]) };
  return {
    channelIds,
    configs: await Promise.all(channelIds.map(async (id) => (await loadChannelConfig(ctx, id)).config)),
    user,
    call,
    botKey: held.key,
    destination,
    code: (await createLinkCode(ctx, { actor: { userId: user.id }, provider: "telegram" })).code,
    grant,
    claims,
    link: makeAcknowledgeToken(ctx, grant, new Date()),
    button: makeAcknowledgeData(ctx, grant),
    token: await signAccessToken(ctx, claims),
    hookSecret: telegramWebhookSecrets(ctx, held.key)[0],
  };
}

type Planted = Awaited<ReturnType<typeof plant>>;

/** What is stored opens, and is found again. */
async function expectWhole(ctx: Context, planted: Planted): Promise<void> {
  const { channelIds, configs, user, call } = planted;
  const now = await Promise.all(channelIds.map(async (id) => (await loadChannelConfig(ctx, id)).config));
  expect(now).toEqual(configs);
  const networks = await loadNetworkEndpoints(ctx);
  expect(networks.flatMap(({ endpoints }) => endpoints.map(({ url }) => url)).sort()).toEqual([...URLS].sort());
  const { totpSecretEncrypted } = await ctx.db.user.findUniqueOrThrow({ where: { id: user.id } });
  expect(ctx.secrets.decrypt(totpSecretEncrypted ?? "", totpSecretAad(user.id))).toBe("JBSWY3DPEHPK3PXP");
  const replayed = await once(ctx, call, () => Promise.reject(new Error("ran twice")));
  expect(await replayed.text()).toBe('{"secret":"whsec_shown-once"}');
  // A start must not take a known endpoint for a new one.
  await syncConfiguredNetworks(ctx);
  expect(await ctx.db.endpoint.findMany({ select: { enabled: true } })).toEqual([{ enabled: true }, { enabled: true }]);
}

const TEXT_COLUMNS = `SELECT table_name AS "table", column_name AS "column" FROM information_schema.columns
  WHERE table_schema = 'public' AND data_type IN ('text', 'character varying', 'jsonb') AND table_name NOT LIKE '\\_%'`;

/** Every column of the database that holds an envelope. */
async function columnsWithEnvelopes({ sql }: Context): Promise<string[]> {
  const { rows } = await sql.query<{ table: string; column: string }>(TEXT_COLUMNS);
  const found: string[] = [];
  for (const { table, column } of rows) {
    const like = `SELECT FROM "${table}" WHERE "${column}"::text ~ 'v1\\.[0-9a-f]{8}\\.[A-Za-z0-9_-]{16}\\.' LIMIT 1`;
    if ((await sql.query(like)).rowCount === 1) found.push(`${table}.${column}`);
  }
  return found.sort();
}

test("a whole rotation: nothing is lost before, during or after it, and the secret before is needed no more", async () => {
  const planted = await plant(processWith(BEFORE));
  const during = processWith(TODAY, [BEFORE]);
  const { grant, link, button, token, botKey, hookSecret, destination } = planted;

  await expectWhole(during, planted);
  // A worker that knows the new secret must not listen to a bot beside one that doesn't yet.
  expect((await listTelegramBots(during)).map(({ key }) => key)).toEqual([botKey]);
  expect(
    await redeemLinkCode(during, { provider: "telegram", externalId: "77", label: "Ann", code: planted.code }),
  ).toEqual({ kind: "linked", userName: "Ann" });
  expect(SEALED_COLUMNS.map(({ table, column }) => `${table}.${column}`).sort()).toEqual(
    await columnsWithEnvelopes(during),
  );

  const rotation = await rotateSecrets(during, { actor });
  expect(rotation.columns.map(({ table, resealed, unopened }) => [table, resealed, unopened])).toEqual([
    ["channels", 7, []],
    ["endpoints", 2, []],
    ["users", 1, []],
    ["idempotency_keys", 1, []],
  ]);
  // Two Telegram channels write through one bot.
  expect(rotation.digests).toEqual({ endpoints: 2, destinations: 6, telegramBots: 1 });
  await expectWhole(during, planted);
  expect(readAcknowledgeToken(during, link, new Date())).toEqual(grant);
  expect(readAcknowledgeData(during, button, [grant.channelId])).toEqual(grant);
  expect(isTelegramSecret(during, botKey, hookSecret)).toBe(true);
  expect(await verifyAccessToken(during, token)).toMatchObject({ userId: planted.user.id });

  const after = processWith(TODAY);
  await expectWhole(after, planted);
  expect(readAcknowledgeToken(after, link, new Date())).toBeNull();
  expect(readAcknowledgeData(after, button, [grant.channelId])).toBeNull();
  expect(isTelegramSecret(after, botKey, hookSecret)).toBe(false);
  expect(await verifyAccessToken(after, token)).toBeNull();
  expect(await verifyAccessToken(after, await signAccessToken(during, planted.claims))).toMatchObject({
    role: "admin",
  });

  const [bot] = await listTelegramBots(after);
  const bots = await after.db.telegramBot.findMany();
  expect(bots.map(({ key, holder }) => [key, holder])).toEqual([[bot?.key, "a worker"]]);
  expect(bot?.key).not.toBe(botKey);
  const far = await after.db.destination.findMany({ orderBy: { key: "asc" } });
  expect(far).toMatchObject([{ breaker: "open" }, { learnedPerMinute: 12 }]);
  expect(far.some(({ key }) => key.startsWith(destination))).toBe(false);
  const keys = await after.db.channel.findMany({ where: { type: "telegram" }, select: { destination: true } });
  expect(keys).toEqual([{ destination: far[0]?.key }, { destination: far[0]?.key }]);

  const [audit, ...more] = await after.db.auditLog.findMany({ where: { action: "secret.rotated" } });
  expect(more).toEqual([]);
  expect(audit?.metadata).toMatchObject({ resealed: { channels: 7, endpoints: 2 }, unopened: { channels: 0 } });
});

test("run again, it finds nothing to do and writes nothing down", async () => {
  const ctx = processWith(TODAY, [BEFORE]);
  const audits = await ctx.db.auditLog.count();
  const rotation = await rotateSecrets(ctx, { actor });
  expect(rotation.columns.map(({ resealed, current }) => [resealed, current])).toEqual([
    [0, 7],
    [0, 2],
    [0, 1],
    [0, 1],
  ]);
  expect(rotation.digests).toEqual({ endpoints: 0, destinations: 0, telegramBots: 0 });
  expect(await ctx.db.auditLog.count()).toBe(audits);
});

test("what no known secret opens is named and left as it is, and the rest is done", async () => {
  const lost = processWith(`a secret that nobody has any more ${"x".repeat(20)}`);
  const { channel } = await createChannel(lost, { actor, input: { ...CONFIGS[0], name: "Lost", enabled: true } });
  const known = processWith(TODAY);
  const { channel: kept } = await createChannel(known, {
    actor,
    input: { ...CONFIGS[0], name: "Kept", enabled: true },
  });
  const readSealed = () =>
    known.db.channel.findUniqueOrThrow({
      where: { id: channel.id },
      select: { configEncrypted: true, destination: true },
    });
  const stored = await readSealed();

  const next = processWith(`the secret of tomorrow ${"d".repeat(20)}`, [TODAY]);
  const { columns } = await rotateSecrets(next, { actor });
  expect(columns[0]).toMatchObject({ table: "channels", resealed: 8, unopened: [channel.id] });
  expect(await readSealed()).toEqual(stored);
  expect((await loadChannelConfig(next, kept.id)).config).toEqual(CONFIGS[0].config);
});

test("what people save while it runs is kept", async () => {
  const own = await createTestDatabase();
  try {
    const before = processWith(BEFORE, [], own.url);
    const ids: string[] = [];
    for (let at = 0; at < 230; at += 1) {
      const config = { url: `https://93.184.216.34/${at}` };
      const made = await createChannel(before, {
        actor,
        input: { type: "webhook", name: `Hook ${at}`, config, enabled: true },
      });
      ids.push(made.channel.id);
    }
    const during = processWith(TODAY, [BEFORE], own.url);
    const saved = ids.filter((_, at) => at % 7 === 0);
    const save = async () => {
      for (const id of saved)
        await updateChannel(during, { actor, id, patch: { config: { url: "https://93.184.216.34/changed" } } });
    };
    await Promise.all([save(), rotateSecrets(during, { actor })]);
    await rotateSecrets(during, { actor });
    const after = processWith(TODAY, [], own.url);
    for (const [at, id] of ids.entries()) {
      const { config } = await loadChannelConfig(after, id);
      expect(config).toMatchObject({ url: `https://93.184.216.34/${saved.includes(id) ? "changed" : at}` });
    }
  } finally {
    for (const ctx of opened.splice(-3)) await ctx.close();
    await own.drop();
  }
});

test("every column of the schema that is called encrypted is among those sealed anew", () => {
  const schema = readFileSync("prisma/schema.prisma", "utf8");
  const encrypted = [...schema.matchAll(/@map\("(\w+_encrypted)"\)/g)].map(([, column]) => column);
  expect(encrypted.length).toBeGreaterThan(2);
  expect(SEALED_COLUMNS.map(({ column }) => column)).toEqual(expect.arrayContaining(encrypted));
});
