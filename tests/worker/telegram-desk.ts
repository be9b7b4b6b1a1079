import { makeAcknowledgeData } from "~/domain/alerts/acknowledge-token.server";
import { createChannel } from "~/domain/channels/create-channel.server";
import { createLinkCode } from "~/domain/chats/create-link-code.server";
import { sampleAlert } from "~/domain/messages/sample-alert";
import { createUser } from "~/domain/users/create-user.server";
import type { Role } from "~/domain/users/role";
import type { Context } from "~/platform/context.server";
import { seedAlert } from "../../prisma/seed/seed-alert";
import { seedNetwork } from "../../prisma/seed/seed-network";
import { seedRule } from "../../prisma/seed/seed-rule";
import { sendToChannel } from "../../worker/channels/channel-sender";
import { type FakePerson, type FakeTelegram, startFakeTelegram } from "../support/fake-telegram";
import { createTestDatabase, type TestDatabase } from "../support/postgres";
import { createTestContext } from "../support/test-context";
import { waitFor } from "../support/wait-for";

let people = 100;
/** Somebody in Telegram whom nobody knows yet. */
export function newPerson(first_name: string): FakePerson {
  people += 1;
  return { id: 4_000_000 + people, first_name, username: `${first_name.toLowerCase()}${people}` };
}

/** A database and a Telegram of its own, with one channel that writes to the group, and alerts to tell of. */
export async function openTelegramDesk(env: Record<string, string> = {}) {
  const [database, fake] = await Promise.all([createTestDatabase(), startFakeTelegram()]);
  const ctx = createTestContext(database.url, { TELEGRAM_API_BASE: fake.base, ...env });
  const { id: networkId } = await seedNetwork(ctx, { name: "testnet" });
  const { id: ruleId } = await seedRule(ctx, { networkId });
  const config = { botToken: fake.token, chatId: String(fake.chatId) };
  const input = { type: "telegram" as const, name: "Security room", config, enabled: true };
  const { channel } = await createChannel(ctx, { actor: { userId: null }, input });
  return new TelegramDesk(ctx, fake, database, { networkId, ruleId, channelId: channel.id });
}

/** See `openTelegramDesk`. */
export class TelegramDesk {
  private nonce = 0n;

  constructor(
    readonly ctx: Context,
    readonly fake: FakeTelegram,
    readonly database: TestDatabase,
    readonly ids: { networkId: string; ruleId: string; channelId: string },
  ) {}

  alert() {
    const { networkId, ruleId } = this.ids;
    this.nonce += 1n;
    return seedAlert(this.ctx, { networkId, ruleId, nonce: this.nonce, fromAddress: `0x${"a".repeat(40)}` });
  }

  /** A message in the group with a button, told of and recorded as a worker would do it; more alerts make a group. */
  async tell(alertIds: string[], purpose = "alert.created") {
    const { ctx, fake, ids } = this;
    const [alertId = ""] = alertIds;
    const { channelId } = ids;
    const result = await sendToChannel(
      { http: ctx.http, discordApiBase: "https://discord.com", telegramApiBase: fake.base },
      {
        type: "telegram",
        config: { botToken: fake.token, chatId: String(fake.chatId) },
        deliveryId: alertId,
        acknowledgeData: makeAcknowledgeData(ctx, { alertId, channelId }),
        attemptAt: new Date(),
        message: {
          type: "alert.created",
          timestamp: new Date().toISOString(),
          alert: { ...sampleAlert(new Date()), id: alertId },
          links: { alertUrl: null, explorerUrl: null },
          networkLabel: "Testnet",
          ruleName: null,
          contractName: null,
          runbookUrl: null,
        },
      },
    );
    const leader = ctx.newId();
    for (const [index, id] of alertIds.entries()) {
      await ctx.db.delivery.create({
        data: {
          id: index === 0 ? leader : ctx.newId(),
          alertId: id,
          channelId,
          purpose,
          state: "delivered",
          remoteId: index === 0 ? result.remoteId : null,
          groupedIntoId: index === 0 ? null : leader,
        },
      });
    }
    const message = fake.messages.at(-1);
    if (message === undefined) throw new Error("nothing was sent");
    return message;
  }

  /** A user of the role, with a code that a chat account may be linked by. */
  async user(role: Role, name: string) {
    const email = `${name.toLowerCase()}-${this.ctx.newId()}@example.com`;
    const user = await createUser(this.ctx, {
      actor: { userId: null },
      email,
      name,
      role,
      password: "violet tractor 77 ladders",
    });
    return { ...user, code: () => createLinkCode(this.ctx, { actor: { userId: user.id }, provider: "telegram" }) };
  }

  /** What the person is told when they press the message's button. */
  async press(message: Parameters<FakeTelegram["press"]>[0], person: FakePerson): Promise<string> {
    const id = this.fake.press(message, person);
    return this.answerTo(id);
  }

  answerTo(id: string): Promise<string> {
    const find = () => this.fake.answers.find(({ callbackQueryId }) => callbackQueryId === id)?.text;
    return waitFor(find, { describe: "the press is answered" });
  }

  /** What the bot answers to a message. */
  async say(text: string, person: FakePerson, chatId?: number): Promise<string> {
    const before = this.fake.messages.length;
    this.fake.say(text, person, chatId === undefined ? {} : { chatId });
    const find = () => this.fake.messages[before]?.text;
    return waitFor(find, { describe: `the bot answers to ${text}` });
  }

  /** A linked person of a new user. */
  async member(role: Role, name: string): Promise<FakePerson> {
    const { code } = await (await this.user(role, name)).code();
    const person = newPerson(name);
    await this.say(`/link ${code}`, person);
    return person;
  }

  bot() {
    return this.ctx.db.telegramBot.findFirst();
  }

  async close(): Promise<void> {
    await this.ctx.close();
    await this.fake.close();
    await this.database.drop();
  }
}
