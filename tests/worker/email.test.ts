import { afterEach, expect, test } from "vitest";

import type { Alert } from "~/domain/alerts/alert";
import type { OutgoingMessage } from "~/domain/messages/outgoing-message";
import { sampleAlert } from "~/domain/messages/sample-alert";
import { createGuardedHttp } from "~/platform/guarded-http.server";
import { sendToChannel } from "../../worker/channels/channel-sender";
import { type FakeSmtp, startFakeSmtp } from "../support/fake-smtp";
import { freePort } from "../support/free-port";

const AT = new Date();
const DELIVERY = "0190d3a0-0000-7000-8000-000000000001";
const http = createGuardedHttp({ allowedCidrs: [] });
const closing: (() => unknown)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

async function smtp(options: Parameters<typeof startFakeSmtp>[0] = {}): Promise<FakeSmtp> {
  const fake = await startFakeSmtp(options);
  closing.push(() => fake.close());
  return fake;
}

function message(change: Partial<OutgoingMessage> = {}, alert: Partial<Alert> = {}): OutgoingMessage {
  return {
    type: "alert.created",
    timestamp: AT.toISOString(),
    alert: { ...sampleAlert(AT), ...alert },
    links: { alertUrl: "https://sentinel.example.org:8443/alerts/1", explorerUrl: null },
    networkLabel: "mainnet",
    ruleName: "Owner leaves",
    contractName: "Treasury Vault",
    runbookUrl: null,
    ...change,
  };
}

async function send(
  url: string | null,
  change: { message?: OutgoingMessage; deliveryId?: string; to?: string[] } = {},
) {
  const mail = url === null ? null : { url, from: "Sentinel <sentinel@example.org>" };
  return sendToChannel(
    { http, discordApiBase: "https://discord.com", mail },
    {
      type: "email",
      config: { to: change.to ?? ["ann@example.org", "bob@example.org"] },
      deliveryId: change.deliveryId ?? DELIVERY,
      message: change.message ?? message(),
      attemptAt: AT,
    },
  );
}

test("one mail for all recipients, as text and HTML, marked as a machine's", async () => {
  const fake = await smtp();
  const result = await send(fake.url);
  expect(result).toMatchObject({
    outcome: "ok",
    statusCode: 250,
    error: null,
    remoteId: `<${DELIVERY}@sentinel.example.org>`,
    request: { method: "SMTP", host: `127.0.0.1:${fake.port}`, headers: { to: "ann@example.org, bob@example.org" } },
  });
  const [mail] = fake.mails;
  expect(mail).toMatchObject({ from: "sentinel@example.org", to: ["ann@example.org", "bob@example.org"] });
  expect(mail?.parsed.subject).toBe(
    "[CRITICAL] Ownership of Sample Vault is being renounced (Treasury Vault, mainnet)",
  );
  expect(mail?.parsed.text).toContain("Open alert: https://sentinel.example.org:8443/alerts/1");
  expect(mail?.parsed.html).toContain("renounceOwnership()");
  const headers = Object.fromEntries(mail?.parsed.headerLines.map(({ key, line }) => [key, line]) ?? []);
  expect(headers).toMatchObject({
    "auto-submitted": "Auto-Submitted: auto-generated",
    "x-priority": "X-Priority: 1 (Highest)",
    "list-id": "List-ID: Sentinel alerts <alerts.sentinel.example.org>",
  });
});

test("a retry has the same id, and what follows stands in the alert's thread", async () => {
  const fake = await smtp();
  await send(fake.url);
  await send(fake.url);
  const dropped = message({ type: "alert.updated", change: "dropped" }, { txStatus: "dropped" });
  await send(fake.url, { message: dropped, deliveryId: crypto.randomUUID() });
  const [first, again, update] = fake.mails.map(({ parsed }) => parsed);
  expect(again?.messageId).toBe(first?.messageId);
  expect(update?.messageId).not.toBe(first?.messageId);
  expect(update?.references).toEqual(first?.references);
  expect(update?.inReplyTo).toBe(`<alert.${sampleAlert(AT).id}@sentinel.example.org>`);
  expect(update?.subject).toBe(`Re: ${first?.subject}`);
  expect(fake.connections()).toBe(1);
});

test("hostile text adds no header, no recipient and no dot that ends the mail", async () => {
  const fake = await smtp();
  const title = "x\r\nBcc: eve@example.org\r\n\r\n.\r\nMAIL FROM:<eve@example.org>";
  await send(fake.url, { message: message({}, { title, description: `.\n${"y".repeat(1_000_000)}` }) });
  expect(fake.mails).toHaveLength(1);
  expect(fake.mails[0]?.to).toEqual(["ann@example.org", "bob@example.org"]);
  expect(fake.mails[0]?.parsed.bcc).toBeUndefined();
  expect(fake.mails[0]?.parsed.subject).toContain("x Bcc: eve@example.org . MAIL FROM");
  expect(fake.mails[0]?.parsed.text).toContain("1,000,002 characters in all");
});

test("without SMTP_URL it says what to set", async () => {
  expect(await send(null)).toMatchObject({
    outcome: "fatal",
    error: expect.stringContaining("SMTP_URL and SMTP_FROM"),
  });
});

test("it signs in, and a wrong password is the operator's to mend", async () => {
  const fake = await smtp({ login: { user: "sentinel@example.org", pass: "s3cret/pass" } });
  expect(await send(fake.url)).toMatchObject({ outcome: "ok" });
  expect(fake.mails[0]?.user).toBe("sentinel@example.org");
  const wrong = await send(`smtp://sentinel:wr0ng-pass@127.0.0.1:${fake.port}`);
  expect(wrong).toMatchObject({ outcome: "fatal", statusCode: 535 });
  expect(wrong.error).toContain("535 5.7.8 Authentication credentials invalid");
  expect(JSON.stringify(wrong)).not.toContain("wr0ng-pass");
  fake.script({ at: "auth", code: 454, text: "4.7.0 Temporary authentication failure" });
  expect(await send(`${fake.url}?name=again`)).toMatchObject({ outcome: "retry", statusCode: 454 });
  expect(await send(`smtp://127.0.0.1:${fake.port}`)).toMatchObject({
    outcome: "fatal",
    statusCode: 530,
    error: expect.stringContaining("give them in SMTP_URL"),
  });
});

test("when every recipient is unknown the channel is gone; when one is, the others get it", async () => {
  const fake = await smtp();
  fake.refused.set("bob@example.org", { code: 550, text: "5.1.1 No such user" });
  const partly = await send(fake.url);
  expect(partly).toMatchObject({ outcome: "ok" });
  expect(partly.error).toBe("The mail server took it for 1 of 2 recipients and refused bob@example.org.");
  fake.refused.set("ann@example.org", { code: 553, text: "Mailbox name not allowed" });
  expect(await send(fake.url)).toMatchObject({ outcome: "gone", error: expect.stringContaining("No recipient") });
  fake.refused.set("ann@example.org", { code: 450, text: "4.7.1 Greylisted" });
  expect(await send(fake.url)).toMatchObject({ outcome: "retry", statusCode: 450 });
  fake.refused.set("ann@example.org", { code: 550, text: "5.7.1 Relaying denied" });
  expect(await send(fake.url)).toMatchObject({ outcome: "fatal", statusCode: 550 });
});

test.each([
  ["from", 550, "fatal"],
  ["from", 451, "retry"],
  ["data", 451, "retry"],
  ["data", 554, "fatal"],
  ["connect", 421, "retry"],
  ["connect", 554, "fatal"],
] as const)("refused at %s with %i it is for %s", async (at, code, outcome) => {
  const fake = await smtp();
  fake.script({ at, code, text: "because" });
  expect(await send(fake.url)).toMatchObject({ outcome, statusCode: code, error: expect.stringContaining("because") });
  expect(await send(fake.url)).toMatchObject({ outcome: "ok" });
});

test("a server that does not answer, or is not there, is for another try", async () => {
  const fake = await smtp();
  const impatient = `${fake.url}?greetingTimeout=200&socketTimeout=200`;
  for (const at of ["connect", "from", "data"] as const) {
    fake.script({ at, hang: true });
    expect(await send(impatient)).toMatchObject({ outcome: "retry", statusCode: null });
  }
  const nobody = await send(`smtp://127.0.0.1:${await freePort()}`);
  expect(nobody).toMatchObject({ outcome: "retry", error: expect.stringContaining("refused the connection") });
  expect(await send("smtp://mail.invalid")).toMatchObject({ outcome: "retry" });
});

test("a certificate that nobody vouches for ends it, whether TLS is asked for or from the start", async () => {
  const fake = await smtp({ tls: true });
  const offered = await send(fake.url);
  expect(offered).toMatchObject({ outcome: "fatal", error: "The mail server's TLS certificate is not valid." });
  expect(await send(`${fake.url}?tls.rejectUnauthorized=false`)).toMatchObject({ outcome: "ok" });
  expect(fake.mails[0]?.secure).toBe(true);
  const plain = await smtp();
  expect(await send(`${plain.url}?requireTLS=true`)).toMatchObject({ outcome: "fatal" });
  expect(plain.mails).toHaveLength(0);
});
