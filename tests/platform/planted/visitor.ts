import { expect } from "vitest";

import { ADMIN, hex, planted } from "./planted-values";

/** How something is asked for; without a token of its own, as the visitor who signed in. */
export interface Call {
  body?: unknown;
  method?: string;
  headers?: Record<string, string>;
  token?: string;
  /** The answer shows a secret this once, and is not looked at. */
  shows?: boolean;
}

/** Who uses Sentinel, and keeps every answer, headers and all: of pages and the API alike. */
export class Visitor {
  /** Answers that hold no secret by intention, with what was asked. */
  readonly answers: { asked: string; text: string }[] = [];
  token = "";

  constructor(readonly url: string) {}

  async ask(path: string, { body, method, headers = {}, shows = false, ...call }: Call = {}) {
    const bearer = call.token ?? (headers.cookie === undefined ? this.token : "");
    const answer = await fetch(this.url + path, {
      method: method ?? (body === undefined ? "GET" : "POST"),
      redirect: "manual",
      signal: AbortSignal.timeout(20_000),
      headers: {
        ...(body === undefined || typeof body === "string" ? {} : { "content-type": "application/json" }),
        ...(bearer === "" ? {} : { authorization: `Bearer ${bearer}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    const isJson = /^application\/(problem\+)?json\b/.test(answer.headers.get("content-type") ?? "") && text !== "";
    const told = [...answer.headers].map((header) => header.join(": ")).join("\n");
    if (!shows) this.answers.push({ asked: `${method ?? ""} ${path}`, text: `${answer.status}\n${told}\n${text}` });
    return { status: answer.status, headers: answer.headers, body: isJson ? JSON.parse(text) : text };
  }

  async signInByApi(password: string) {
    const { status, body } = await this.ask("/v1/auth/token", {
      body: { email: ADMIN, password },
      token: "",
      shows: true,
    });
    expect(status).toBe(200);
    planted[`access token ${hex(2)}`] = body.accessToken;
    planted[`refresh token ${hex(2)}`] = body.refreshToken;
    return body as { accessToken: string; refreshToken: string };
  }

  async signInByForm(password: string): Promise<string> {
    const form = new URLSearchParams({ email: ADMIN, password });
    const headers = { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin" };
    const answer = await this.ask("/sign-in", { body: form.toString(), headers, token: "", shows: true });
    const cookie = answer.headers.getSetCookie()[0]?.split(";")[0] ?? "";
    expect(cookie).toContain("=");
    planted["session cookie"] = cookie.slice(cookie.indexOf("=") + 1);
    return cookie;
  }
}
