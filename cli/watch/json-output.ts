import { statusOf } from "../../src/views/rollout/status.ts";
import type { Session } from "../session/session.ts";
import type { WatchOutput } from "./watch-output.ts";

/** One JSON object a line, whenever something has changed. */
export function jsonOutput({ stream }: Pick<Session, "stream">): WatchOutput {
  let last = "";
  return {
    wantsServers: false,
    show(model) {
      const status = statusOf(model);
      const line = JSON.stringify(status);
      if (line !== last) stream(status);
      last = line;
    },
    end: () => undefined,
  };
}
