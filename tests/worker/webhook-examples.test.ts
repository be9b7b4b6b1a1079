import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";

import { makeSecret } from "~/domain/channels/make-secret.server";
import { sampleAlert } from "~/domain/messages/sample-alert";
import { createGuardedHttp } from "~/platform/guarded-http.server";
import { sendToWebhook } from "../../worker/channels/webhook";
import { freePort } from "../support/free-port";
import { waitFor } from "../support/wait-for";
import { startWebhookReceiver } from "../support/webhook-receiver";

const FOLDER = "docs/examples/webhooks";
const DOCUMENT = readFileSync("docs/webhooks.md", "utf8");
const SECRET = makeSecret();
const MINUTE_MS = 60_000;
/** Go compiles its standard library when it has never done so on this machine. */
const BUILD_MS = 240_000;

const scratch = mkdtempSync(join(tmpdir(), "webhook-examples-"));
const started: ChildProcess[] = [];
const http = createGuardedHttp({ allowedCidrs: ["127.0.0.0/8"] });
afterAll(async () => {
  for (const child of started) child.kill("SIGKILL");
  await http.close();
  rmSync(scratch, { recursive: true, force: true });
});

interface Example {
  language: string;
  file: string;
  isHere: boolean;
  command: () => [string, string[]];
}

const isOnMachine = (command: string, argument: string) => {
  try {
    execFileSync(command, [argument], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
};

const EXAMPLES: Example[] = [
  {
    language: "TypeScript",
    file: `${FOLDER}/typescript/receiver.ts`,
    isHere: true,
    command: () => [process.execPath, ["--import", "tsx", `${FOLDER}/typescript/receiver.ts`]],
  },
  {
    language: "Python",
    file: `${FOLDER}/python/receiver.py`,
    isHere: isOnMachine("python3", "--version"),
    command: () => ["python3", [`${FOLDER}/python/receiver.py`]],
  },
  {
    language: "Go",
    file: `${FOLDER}/go/receiver.go`,
    isHere: isOnMachine("go", "version"),
    command: () => {
      const binary = join(scratch, "receiver");
      execFileSync("go", ["build", "-o", binary, `${FOLDER}/go/receiver.go`], { stdio: "inherit" });
      return [binary, []];
    },
  },
];

/** A receiver as its reader would run it, and the lines that it prints: one for each event that it handled. */
async function start({ command }: Example) {
  const [program, args] = command();
  const port = await freePort();
  const env = { ...process.env, SENTINEL_WEBHOOK_SECRET: SECRET, PORT: String(port) };
  const child = spawn(program, args, { env, stdio: ["ignore", "pipe", "inherit"] });
  started.push(child);
  let printed = "";
  child.stdout.on("data", (chunk) => {
    printed += String(chunk);
  });
  const url = `http://127.0.0.1:${port}/`;
  const isUp = async () => (await fetch(url, { method: "POST", body: "{}" }).catch(() => null)) !== null;
  await waitFor(isUp, { timeoutMs: 30_000, intervalMs: 50, describe: "the example listens" });
  return { url, lines: () => printed.split("\n").filter((line) => line !== "") };
}

let deliveries = 0;

function send(url: string, change: { config?: object; attemptAt?: Date; deliveryId?: string; title?: string } = {}) {
  const at = new Date();
  deliveries += 1;
  return sendToWebhook(
    { http },
    {
      config: { url, secret: SECRET, ...change.config },
      deliveryId: change.deliveryId ?? `0190d3a0-0000-7000-8000-${String(deliveries).padStart(12, "0")}`,
      message: {
        type: "alert.created",
        timestamp: at.toISOString(),
        alert: { ...sampleAlert(at), title: change.title ?? "Grüße 😀 from the vault" },
        links: { alertUrl: null, explorerUrl: null },
        networkLabel: "mainnet",
        ruleName: null,
        contractName: null,
        runbookUrl: null,
      },
      attemptAt: change.attemptAt ?? at,
    },
  );
}

/** A genuine request as it goes over the wire, to be tampered with. */
async function genuineRequest() {
  const receiver = await startWebhookReceiver();
  await send(receiver.url);
  const request = await receiver.waitForRequest();
  await receiver.close();
  const names = ["content-type", "webhook-id", "webhook-timestamp", "webhook-signature"];
  return {
    body: request.body,
    headers: Object.fromEntries(names.map((name) => [name, String(request.headers[name])])),
  };
}

for (const example of EXAMPLES) {
  const { language } = example;

  test(`the document shows the ${language} receiver as it is`, () => {
    expect(DOCUMENT).toContain(`\n${readFileSync(example.file, "utf8")}\`\`\``);
  });

  test.skipIf(!example.isHere)(
    `the ${language} receiver takes what is genuine, once, and nothing else`,
    async () => {
      const { url, lines } = await start(example);

      const deliveryId = "0190d3a0-0000-7000-8000-00000000abcd";
      expect(await send(url, { deliveryId })).toMatchObject({ outcome: "ok", statusCode: 204 });
      expect(await send(url, { deliveryId, attemptAt: new Date(Date.now() + 8_000) })).toMatchObject({ outcome: "ok" });
      await waitFor(() => lines().length > 0, { describe: "the event is handled" });
      expect(lines()).toEqual(["alert.created Grüße 😀 from the vault"]);

      const refused = { outcome: "fatal", statusCode: 401 };
      expect(await send(url, { config: { secret: makeSecret() } })).toMatchObject(refused);
      expect(await send(url, { attemptAt: new Date(Date.now() - 6 * MINUTE_MS) })).toMatchObject(refused);
      expect(await send(url, { attemptAt: new Date(Date.now() + 6 * MINUTE_MS) })).toMatchObject(refused);

      const { body, headers } = await genuineRequest();
      const post = async (sent: string, changed: Record<string, string> = {}) =>
        (await fetch(url, { method: "POST", body: sent, headers: { ...headers, ...changed } })).status;
      expect(await post(body.replace("critical", "info"))).toBe(401);
      expect(await post(body, { "webhook-id": "msg_another" })).toBe(401);
      expect(await post(body, { "webhook-timestamp": String(Math.floor(Date.now() / 1000) + 1) })).toBe(401);
      expect(await post(body, { "webhook-timestamp": "NaN" })).toBe(401);
      for (const signature of ["", "v1,", "v1", "v2,AAAA", "v1,é", `v1a,${headers["webhook-signature"]?.slice(3)}`]) {
        expect(await post(body, { "webhook-signature": encodeURI(signature) })).toBe(401);
      }
      expect((await fetch(url, { method: "POST", body })).status).toBe(401);
      expect(lines()).toHaveLength(1);

      const other = makeSecret();
      const until = (ms: number) => new Date(Date.now() + ms).toISOString();
      const rotating = { previousSecretUntil: until(MINUTE_MS) };
      const [asNew, asOld] = [
        { secret: SECRET, previousSecret: other },
        { secret: other, previousSecret: SECRET },
      ];
      expect(await send(url, { config: { ...asNew, ...rotating } })).toMatchObject({ outcome: "ok" });
      expect(await send(url, { config: { ...asOld, ...rotating } })).toMatchObject({ outcome: "ok" });
      expect(await send(url, { config: { ...asOld, previousSecretUntil: until(-1_000) } })).toMatchObject(refused);
      await waitFor(() => lines().length === 3, { describe: "both secrets were accepted" });
    },
    BUILD_MS,
  );
}
