/** Writes what the demo is doing: a line a step, with the time since the start. */
export interface Progress {
  /** Runs a step and shows it; `detail` of its result is added when it is done. */
  step: <T>(what: string, run: () => Promise<T>, detail?: (result: T) => string) => Promise<T>;
  line: (text: string) => void;
  /** The step that is running, or the last one. */
  current: () => string;
}

const TICK_MS = 100;
const CLEAR = "\r\x1b[2K";

/** On a terminal the running step is shown with a clock; elsewhere each step is written once, when it is done. */
export function createProgress(output: NodeJS.WriteStream): Progress {
  const started = performance.now();
  const elapsed = () => `${((performance.now() - started) / 1000).toFixed(1).padStart(5)} s`;
  const line = (text: string) => void output.write(`${output.isTTY ? CLEAR : ""}${text}\n`);
  let current = "the start";
  return {
    line,
    current: () => current,
    step: async (what, run, detail) => {
      current = what;
      const draw = () => void output.write(`${CLEAR}${elapsed()}  … ${what}`);
      if (output.isTTY) draw();
      const clock = output.isTTY ? setInterval(draw, TICK_MS) : undefined;
      try {
        const result = await run();
        const more = detail?.(result);
        line(`${elapsed()}  ✓ ${what}${more ? `: ${more}` : ""}`);
        return result;
      } catch (error) {
        line(`${elapsed()}  ✗ ${what}`);
        throw error;
      } finally {
        clearInterval(clock);
      }
    },
  };
}
