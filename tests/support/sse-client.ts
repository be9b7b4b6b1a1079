/** One server-sent event as it arrived. */
export interface ReceivedEvent {
  id: string;
  type: string;
  data: string;
}

/** A stream of server-sent events (WHATWG HTML, 9.2) that a test reads into a list. */
export interface SseClient {
  events: ReceivedEvent[];
  /** What the next connection must send: the newest id, also of a frame without data. */
  lastEventId: () => string | null;
  /** Resolves when the stream has ended, however. */
  ended: Promise<void>;
  close: () => void;
}

/** Opens a stream. Throws with the status when it is refused. */
export async function openSse(url: string, headers: Record<string, string>): Promise<SseClient> {
  const over = new AbortController();
  const sent = { Accept: "text/event-stream", ...headers };
  const response = await fetch(url, { headers: sent, signal: over.signal, redirect: "manual" });
  if (response.status !== 200 || response.body === null) throw new Error(`the stream answered ${response.status}`);
  const events: ReceivedEvent[] = [];
  let lastId = headers["Last-Event-ID"] ?? null;
  const take = (frame: string) => {
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(frame)?.[1];
    lastId = field("id") ?? lastId;
    const data = field("data");
    if (data !== undefined) events.push({ id: field("id") ?? "", type: field("event") ?? "message", data });
  };
  const ended = readFrames(response.body, take).catch(() => undefined);
  return { events, lastEventId: () => lastId, ended, close: () => over.abort() };
}

/** What a connection that is cut had begun to send is no event: the next one has it again. */
async function readFrames(body: ReadableStream<Uint8Array>, take: (frame: string) => void): Promise<void> {
  let rest = "";
  for await (const text of body.pipeThrough(new TextDecoderStream() as never) as unknown as AsyncIterable<string>) {
    const frames = (rest + text).split("\n\n");
    rest = frames.pop() ?? "";
    for (const frame of frames) take(frame);
  }
}
