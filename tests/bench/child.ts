import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";

/** No flood takes a minute; a child that is silent that long hangs. */
const ANSWER_TIMEOUT_MS = 60_000;

/** Starts a TypeScript file as a process of its own; `first` is the first message it sends. */
export async function startChild<T>(file: URL, args: string[] = []): Promise<{ child: ChildProcess; first: T }> {
  const path = fileURLToPath(file);
  const child = fork(path, args, { execArgv: ["--import", "tsx"] });
  return { child, first: await nextMessage<T>(child, path) };
}

/** Asks a process and waits for its answer. */
export function ask<T>(child: ChildProcess, message: object): Promise<T> {
  const answered = nextMessage<T>(child, child.spawnargs.slice(-2).join(" "));
  child.send(message);
  return answered;
}

/** @throws {Error} when the process ends or says nothing in time. */
function nextMessage<T>(child: ChildProcess, name: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${name} does not answer`)), ANSWER_TIMEOUT_MS);
    const onExit = (code: number | null) => reject(new Error(`${name} ended with code ${code}`));
    child.once("exit", onExit);
    child.once("message", (message) => {
      clearTimeout(timer);
      child.off("exit", onExit);
      resolve(message as T);
    });
  });
}
