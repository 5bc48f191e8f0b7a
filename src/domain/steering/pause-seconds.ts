import { formatDuration, parseDuration } from "../duration.ts";
import { LONGEST_PAUSE_SECONDS } from "./pause.ts";

/** Seconds of a pause's length as a person types it; or what is wrong with it, with the way out. */
export function pauseSeconds(text: string): number | { readonly fault: string } {
  const seconds = parseDuration(text) ?? 0;
  const most = formatDuration(LONGEST_PAUSE_SECONDS);
  if (seconds === 0) return { fault: `is no time to come, is ${text}: write it as 30m, 8h or 2d` };
  if (seconds > LONGEST_PAUSE_SECONDS)
    return { fault: `is longer than a pause may be (${most}), is ${text}: roll back what is to wait longer` };
  return seconds;
}
