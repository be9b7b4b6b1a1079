import { startTelegram } from "../../worker/telegram/start-telegram";
import { createTestContext } from "../support/test-context";
import { QUICK } from "./telegram-quick";

/** A worker in small that listens to bots: `node --import tsx telegram-child.ts DATABASE_URL TELEGRAM_API_BASE`. */
const [url = "", base = ""] = process.argv.slice(2);
const ctx = createTestContext(url, { TELEGRAM_API_BASE: base });
startTelegram(ctx, QUICK);
process.send?.("ready");
