import pg from "pg";

/**
 * A database connection whose loss can't end the process: while BullMQ has one checked out, nobody listens for its
 * errors (the query that was running is rejected all the same).
 */
export class SteadyClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config);
    this.on("error", () => undefined);
  }
}
