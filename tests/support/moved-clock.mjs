// Preloaded by tests: the process's wall clock goes wrong by what the file MOVED_CLOCK_FILE says (ms), now and later.
// Timers and performance.now() are the machine's, as in life.
import { readFileSync } from "node:fs";

const RealDate = Date;
let offsetMs = 0;

function read() {
  offsetMs = Number(readFileSync(process.env.MOVED_CLOCK_FILE, "utf8")) || 0;
}
read();
setInterval(read, 50).unref();

class MovedDate extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(RealDate.now() + offsetMs);
    else super(...given);
  }

  static now() {
    return RealDate.now() + offsetMs;
  }
}
globalThis.Date = MovedDate;
