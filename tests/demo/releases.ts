/** What has been started and must be ended, the last first. */
export interface Releases {
  add: (release: () => unknown) => void;
  /** Ends everything once; later calls wait for the same. */
  run: () => Promise<void>;
}

/** Every release is tried, whatever the others throw; the first error is thrown at the end. */
export function createReleases(): Releases {
  const stack: (() => unknown)[] = [];
  let running: Promise<void> | undefined;

  async function runAll(): Promise<void> {
    const errors: unknown[] = [];
    for (let release = stack.pop(); release; release = stack.pop()) {
      try {
        await release();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors[0];
  }

  return {
    // What is started by a step that was still running at the end is ended at once.
    add: (release) => void (running ? release() : stack.push(release)),
    run: () => {
      running ??= runAll();
      return running;
    },
  };
}
