import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

import { createChannel } from "~/domain/channels/create-channel.server";
import { loadChannelConfig } from "~/domain/channels/load-channel-config.server";
import { type Context, createContext, prepareEnvironment } from "~/platform/context.server";
import { parseEnv } from "~/platform/env.server";
import { createTestDatabase } from "../support/postgres";
import { createTestContext, TEST_SECRET } from "../support/test-context";

const NEW_SECRET = `the secret after the rotation ${"n".repeat(20)}`;
const config = { webhookUrl: "https://discord.com/api/webhooks/1234567890/t0ken" };

/** `npm run rotate-key` from its source, with nothing of the test's environment that configures Sentinel. */
function rotateKey(env: Record<string, string>, args: string[] = []): Promise<{ code: number; said: string }> {
  const { PATH = "", HOME = "" } = process.env;
  return new Promise((done) => {
    const child = ["--import", "tsx", "worker/rotate-key.ts", ...args];
    const options = { env: { PATH, HOME, NODE_ENV: "production" as const, LOG_LEVEL: "warn", ...env } };
    execFile(process.execPath, child, options, (error, stdout, stderr) => {
      done({ code: error === null ? 0 : Number(error.code), said: stdout + stderr });
    });
  });
}

async function discord(ctx: Context): Promise<string> {
  const input = { type: "discord" as const, name: "Room", enabled: true, config };
  return (await createChannel(ctx, { actor: { userId: null }, input })).channel.id;
}

test("with secrets in the environment it seals anew, says what cannot be opened, and its exit code tells", async () => {
  const database = await createTestDatabase();
  const ctx = createTestContext(database.url);
  try {
    const id = await discord(ctx);
    const given = { DATABASE_URL: database.url, SENTINEL_SECRET: NEW_SECRET };
    const without = await rotateKey(given);
    expect(without).toMatchObject({ code: 1, said: expect.stringContaining(id) });
    expect((await loadChannelConfig(ctx, id)).config).toEqual(config);

    const rotated = await rotateKey({ ...given, SENTINEL_SECRET_PREVIOUS: TEST_SECRET });
    expect(rotated).toMatchObject({ code: 0, said: expect.stringContaining("channel configurations: 1 sealed anew") });
    for (const hidden of [NEW_SECRET, TEST_SECRET, "t0ken"]) expect(without.said + rotated.said).not.toContain(hidden);
    expect((await rotateKey(given)).code).toBe(0);
    expect(await rotateKey({ ...given, SENTINEL_SECRET: "short" })).toMatchObject({ code: 2 });
    expect(await rotateKey(given, ["--forget"])).toMatchObject({ code: 2, said: expect.stringContaining("--forget") });
    await expect(loadChannelConfig(ctx, id)).rejects.toThrow(/another SENTINEL_SECRET/);
  } finally {
    await ctx.close();
    await database.drop();
  }
});

test("with the secret of the data directory it makes a new one, keeps the one before, and forgets it when told", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "sentinel-rotate-"));
  const given = { SENTINEL_DATA_DIR: dataDir, LOG_LEVEL: "silent" };
  const start = async () => createContext(await prepareEnvironment(parseEnv(given)), "test");
  const read = (name: string) => readFile(join(dataDir, name), "utf8");
  try {
    const first = await start();
    const id = await discord(first);
    const before = await read("secret");
    // It would go on with the secret that it knows.
    expect(await rotateKey(given)).toMatchObject({ code: 2, said: expect.stringContaining(`process ${process.pid}`) });
    expect(await read("secret")).toBe(before);
    await first.close();

    expect(await rotateKey(given)).toMatchObject({ code: 0, said: expect.stringContaining("1 sealed anew") });
    const secret = await read("secret");
    expect(secret).not.toBe(before);
    expect(await read("secret.previous")).toBe(before);
    for (const name of ["secret", "secret.previous"])
      expect((await stat(join(dataDir, name))).mode & 0o777).toBe(0o600);
    // Run again it goes on with the same rotation.
    expect(await rotateKey(given)).toMatchObject({ code: 0, said: expect.stringContaining("under way") });
    expect(await read("secret")).toBe(secret);

    const second = await start();
    expect((await loadChannelConfig(second, id)).config).toEqual(config);
    expect(second.secrets.keys("anything")).toHaveLength(2);
    await second.close();
    expect((await rotateKey(given, ["--forget"])).code).toBe(0);
    await expect(read("secret.previous")).rejects.toThrow(/ENOENT/);
    const third = await start();
    expect((await loadChannelConfig(third, id)).config).toEqual(config);
    expect(third.secrets.keys("anything")).toHaveLength(1);
    await third.close();
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
});
