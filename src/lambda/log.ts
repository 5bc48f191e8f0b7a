import { Logger } from "@aws-lambda-powertools/logger";

/** One JSON line per message on standard output; the level is Lambda's own setting of the function. */
export const log = new Logger({ serviceName: "moult" });

export type Log = Pick<Logger, "info" | "warn" | "error" | "appendKeys" | "resetKeys">;
