import { parseArgs } from "node:util";

import { type Rotation, rotateSecrets } from "~/domain/rotation/rotate-secrets.server";
import { createContext, prepareEnvironment, type ReadyEnv } from "~/platform/context.server";
import { findDatabaseOwner } from "~/platform/embedded-database/find-owner.server";
import { type Env, EnvironmentError, readEnv } from "~/platform/env.server";
import { listMissingMigrations } from "~/platform/migrations.server";
import { forgetPreviousSecret, renewStoredSecret } from "~/platform/secret-file.server";

const HELP = `npm run rotate-key [-- --forget]

Seals everything stored with today's SENTINEL_SECRET.

With SENTINEL_SECRET in the environment: set the new one there, and the one before in SENTINEL_SECRET_PREVIOUS, for all
processes; then run this. With the embedded database and its own secret: stop Sentinel and run this; it makes the new
secret itself. --forget then ends the rotation: the secret before is deleted.
`;

const say = (line: string) => void process.stdout.write(`${line}\n`);

/** What ends the command without having changed anything. */
class Refusal extends Error {
  override readonly name = "Refusal";
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { forget: { type: "boolean" }, help: { type: "boolean" } } });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const env = readEnv();
  const isStored = env.DATABASE_URL === undefined && env.SENTINEL_SECRET === undefined;
  if (values.forget && !isStored) {
    throw new Refusal(
      "--forget is for a secret in the data directory: take SENTINEL_SECRET_PREVIOUS out of the environment instead.",
    );
  }
  if (isStored) await prepareStored(env, values.forget === true);

  const ready = await prepareEnvironment(env);
  const rotation = await rotateWith(ready);
  tell(rotation);
  const isWhole = rotation.columns.every(({ unopened }) => unopened.length === 0);
  if (isStored && values.forget && isWhole) {
    forgetPreviousSecret(env.SENTINEL_DATA_DIR);
    say("The secret before is deleted: links, sessions and tokens made with it are good no more.");
  } else {
    sayNext(isStored, isWhole, ready.env.SENTINEL_SECRET_PREVIOUS.length > 0);
  }
  return isWhole ? 0 : 1;
}

/** A process that runs would go on with the secret it has read at its start. */
async function prepareStored({ SENTINEL_DATA_DIR }: Env, isEnding: boolean): Promise<void> {
  const owner = await findDatabaseOwner(SENTINEL_DATA_DIR);
  if (owner !== null)
    throw new Refusal(`Sentinel is running (process ${owner}): stop it first, start it again afterwards.`);
  if (isEnding) return;
  const isNew = renewStoredSecret(SENTINEL_DATA_DIR);
  say(
    isNew
      ? "A new secret is made; the one before is kept in secret.previous."
      : "A rotation is under way: going on with it.",
  );
}

async function rotateWith(ready: ReadyEnv): Promise<Rotation> {
  const ctx = createContext(ready, "rotate-key");
  try {
    const missing = await listMissingMigrations(ready.env.DATABASE_URL);
    if (missing.length > 0) throw new Refusal("The database lacks migrations: run npm run db:migrate first.");
    return await rotateSecrets(ctx, { actor: { userId: null } });
  } finally {
    await ctx.close();
  }
}

function tell({ columns, digests }: Rotation): void {
  for (const { name, resealed, current, unopened } of columns) {
    say(`${name}: ${resealed} sealed anew, ${current} were already`);
    if (unopened.length > 0) say(`  ${unopened.length} cannot be opened with any known secret: ${unopened.join(", ")}`);
  }
  say(
    `names made anew: ${digests.endpoints} endpoints, ${digests.destinations} far sides, ${digests.telegramBots} bots`,
  );
}

function sayNext(isStored: boolean, isWhole: boolean, hasPrevious: boolean): void {
  if (!isWhole) {
    say("What cannot be opened was sealed with a secret that is not named here, or was changed. Name that secret in");
    say("SENTINEL_SECRET_PREVIOUS and run this again, or enter those values anew.");
  } else if (isStored) {
    say(
      "Start Sentinel. Links in messages sent until now (a week) and sessions need the secret before; end the rotation",
    );
    say("after that with: npm run rotate-key -- --forget");
  } else if (hasPrevious) {
    say(
      "Nothing is sealed with an earlier secret. Links in messages sent until now (a week) and sessions still need it:",
    );
    say("take SENTINEL_SECRET_PREVIOUS away after that.");
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  const isPlain = error instanceof Refusal || error instanceof EnvironmentError;
  process.stderr.write(`${isPlain ? error.message : String(error instanceof Error ? error.stack : error)}\n`);
  process.exitCode = 2;
}
