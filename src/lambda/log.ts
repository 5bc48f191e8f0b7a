import { Logger } from "@aws-lambda-powertools/logger";
import { linesOf, oneLine } from "../errors/one-line.ts";

/** One JSON line per message on standard output; the level is Lambda's own setting of the function. */
export const log = new Logger({
  serviceName: "moult",
  // Words of AWS and of events reach a terminal by `aws logs tail` and `jq -r`. Only a stack has lines.
  jsonReplacerFn: (key: string, value: unknown) => {
    if (typeof value !== "string") return value;
    return key === "stack" ? linesOf(value.split("\n")).join("\n") : oneLine(value);
  },
});

export type Log = Pick<Logger, "info" | "warn" | "error" | "appendKeys" | "resetKeys">;
