import { RateLimiterMemory } from "rate-limiter-flexible";

import type { Context } from "~/platform/context.server";

/** Wrong codes of one chat account before it must wait. */
const GUESSES = 5;
const GUESS_WINDOW_SECONDS = 900;
/** Answers that one chat, and all chats, may provoke: they share the bot's limits with the alerts. */
const REPLIES_PER_CHAT = 5;
const REPLIES_AT_ALL = 30;
const REPLY_WINDOW_SECONDS = 60;

interface Throttles {
  guesses: RateLimiterMemory;
  perChat: RateLimiterMemory;
  atAll: RateLimiterMemory;
}

const throttles = new WeakMap<Context["db"], Throttles>();

function throttlesOf({ db }: Pick<Context, "db">): Throttles {
  const existing = throttles.get(db);
  if (existing) return existing;
  const made = {
    guesses: new RateLimiterMemory({ points: GUESSES, duration: GUESS_WINDOW_SECONDS }),
    perChat: new RateLimiterMemory({ points: REPLIES_PER_CHAT, duration: REPLY_WINDOW_SECONDS }),
    atAll: new RateLimiterMemory({ points: REPLIES_AT_ALL, duration: REPLY_WINDOW_SECONDS }),
  };
  throttles.set(db, made);
  return made;
}

/**
 * Keeps people in a chat from guessing codes, and from using up what the bot may send. Kept by the process: one process
 * of the fleet listens to a bot.
 */
export function chatThrottle(ctx: Pick<Context, "db">) {
  const { guesses, perChat, atAll } = throttlesOf(ctx);
  return {
    mayGuess: async (externalId: string) => {
      const state = await guesses.get(externalId);
      return state === null || state.consumedPoints < GUESSES;
    },
    guessedWrong: async (externalId: string) => void (await guesses.penalty(externalId)),
    /** Counts the answer when it may be given. */
    mayReply: async (chatId: string) => (await takes(perChat, chatId)) && (await takes(atAll, "")),
  };
}

async function takes(limiter: RateLimiterMemory, key: string): Promise<boolean> {
  const { consumedPoints } = await limiter.penalty(key);
  return consumedPoints <= limiter.points;
}
