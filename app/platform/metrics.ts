import { metrics } from "@opentelemetry/api";

/** Sentinel's instruments. Without a running SDK they cost nothing. Attributes are enums, never ids or addresses. */
const meter = metrics.getMeter("sentinel");

/** Alerts committed to the database. */
export const alertsRecorded = meter.createCounter("alerts_recorded");
/** Alerts that could not be kept. Anything but zero is an incident. */
export const alertsLost = meter.createCounter("alerts_lost");
/** Alerts not written because another worker holds their network's lease by now. */
export const alertsFenced = meter.createCounter("alerts_fenced");
/** Alerts that wait in the local journal for the database. */
export const journalAlerts = meter.createGauge("alerts_journal_alerts");
/** The journal's size. */
export const journalBytes = meter.createGauge("alerts_journal_bytes", { unit: "By" });
/** Sends to channels, by `outcome` and `type`. */
export const deliveryAttempts = meter.createCounter("deliveries_attempts");
/** Deliveries that were given up, by `type`. */
export const deliveriesFailed = meter.createCounter("deliveries_failed");
/** How long a delivery had been due when it was taken up, by `lane`. */
export const deliveryWait = meter.createHistogram("deliveries_wait_ms", { unit: "ms" });
/** Deliveries that wait for their destination's next turn, by `lane`; counted when asked for. */
export const deliveriesParked = meter.createObservableGauge("deliveries_parked");
/** Destinations that are left alone because they did not answer; counted when asked for. */
export const breakersOpen = meter.createObservableGauge("destinations_breakers_open");
/** From the frame that announced a transaction to the committed alert. */
export const recordLatency = meter.createHistogram("alerts_record_latency_ms", { unit: "ms" });
/** How late the worker's event loop is, at the 99th percentile of the last minute. */
export const loopDelay = meter.createGauge("worker_loop_delay_p99_ms", { unit: "ms" });
/** Crashes and hangs of the embedded worker thread. */
export const workerCrashes = meter.createCounter("worker_crashes");
