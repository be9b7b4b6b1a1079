import type { AddressInfo } from "node:net";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";

import { waitFor } from "./wait-for";

/** What goes wrong with the next mail, at one step of it. */
export interface ScriptedMail {
  at: "connect" | "auth" | "from" | "to" | "data";
  /** The server's reply, such as `{ code: 450, text: "4.7.1 Greylisted" }`; `hang`: it never replies. */
  code?: number;
  text?: string;
  hang?: boolean;
}

export interface ReceivedMail {
  from: string;
  to: string[];
  /** As it came over the wire. */
  raw: string;
  parsed: ParsedMail;
  secure: boolean;
  user: string | null;
  at: number;
}

export interface FakeSmtp {
  /** To be given as `SMTP_URL`. */
  url: string;
  port: number;
  mails: ReceivedMail[];
  /** How many connections have been opened. */
  connections: () => number;
  /** What goes wrong next, in order; each once. */
  script(...steps: ScriptedMail[]): void;
  /** Addresses that are refused for as long as they are in here, with what is said. */
  refused: Map<string, { code: number; text: string }>;
  waitForMails(count: number, timeoutMs?: number): Promise<ReceivedMail[]>;
  close(): Promise<void>;
}

interface Options {
  /** The only one let in. Without it nobody has to sign in. */
  login?: { user: string; pass: string };
  /** STARTTLS with a certificate that nobody has signed. Default: no TLS at all. */
  tls?: boolean;
}

/** A real mail server on a free port that keeps what it takes. */
export async function startFakeSmtp({ login, tls = false }: Options = {}): Promise<FakeSmtp> {
  const mails: ReceivedMail[] = [];
  const scripted: ScriptedMail[] = [];
  const refused: FakeSmtp["refused"] = new Map();
  let connections = 0;

  /** Answers a step as scripted or with `refusal`; else goes on. */
  const step = (
    at: ScriptedMail["at"],
    done: (error?: Error | null) => void,
    refusal?: { code: number; text: string },
  ) => {
    const next = scripted[0]?.at === at ? scripted.shift() : undefined;
    if (next?.hang) return;
    const answer = next?.code === undefined ? refusal : { code: next.code, text: next.text ?? "refused" };
    done(answer && Object.assign(new Error(answer.text), { responseCode: answer.code }));
  };

  const server = new SMTPServer({
    authOptional: login === undefined,
    disabledCommands: [...(tls ? [] : ["STARTTLS"]), ...(login ? [] : ["AUTH"])],
    // Without TLS passwords are not taken, unless it is said that they are.
    allowInsecureAuth: true,
    closeTimeout: 100,
    // Else it warns that everybody knows its certificate's key.
    logger: false,
    onConnect: (_session, done) => {
      connections += 1;
      step("connect", done);
    },
    onAuth: ({ username, password }, _session, done) => {
      const isRight = username === login?.user && password === login?.pass;
      step(
        "auth",
        (error) => (error ? done(error) : done(null, { user: username })),
        isRight ? undefined : WRONG_LOGIN,
      );
    },
    onMailFrom: (_address, _session, done) => step("from", done),
    onRcptTo: ({ address }, _session, done) => step("to", done, refused.get(address)),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", async () => {
        const raw = Buffer.concat(chunks);
        const parsed = await simpleParser(raw);
        step("data", (error) => {
          if (error) return done(error);
          const { mailFrom, rcptTo } = session.envelope;
          mails.push({
            from: mailFrom === false ? "" : mailFrom.address,
            to: rcptTo.map(({ address }) => address),
            raw: raw.toString("utf8"),
            parsed,
            secure: session.secure,
            user: typeof session.user === "string" ? session.user : null,
            at: Date.now(),
          });
          done();
        });
      });
    },
  });
  // Clients that go away in the middle are what some tests are about.
  server.on("error", () => undefined);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", () => done()));
  const { port } = server.server.address() as AddressInfo;
  const user = login === undefined ? "" : `${encodeURIComponent(login.user)}:${encodeURIComponent(login.pass)}@`;

  return {
    url: `smtp://${user}127.0.0.1:${port}`,
    port,
    mails,
    connections: () => connections,
    script: (...steps) => void scripted.push(...steps),
    refused,
    waitForMails: (count, timeoutMs = 10_000) =>
      waitFor(() => (mails.length >= count ? mails : undefined), { timeoutMs, describe: `${count} mails are taken` }),
    close: () => new Promise((done) => server.close(() => done())),
  };
}

const WRONG_LOGIN = { code: 535, text: "5.7.8 Authentication credentials invalid" };
