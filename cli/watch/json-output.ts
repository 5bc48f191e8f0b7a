import { statusOf } from "../../src/views/rollout/status.ts";
import type { Screen } from "../terminal/io.ts";
import { jsonLine } from "../terminal/json-line.ts";
import type { WatchOutput } from "./watch-output.ts";

/** One JSON object a line, whenever something has changed. */
export function jsonOutput(screen: Screen): WatchOutput {
  let last = "";
  return {
    wantsServers: false,
    show(model) {
      const line = jsonLine(statusOf(model));
      if (line !== last) screen.write(`${line}\n`);
      last = line;
    },
    end: () => undefined,
  };
}
