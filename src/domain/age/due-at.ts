import { formatDuration } from "../duration.ts";
import { formatInstant } from "../format-instant.ts";
import { spread } from "./spread.ts";
import type { AgeSettings } from "./age-settings.ts";

interface LaunchedServer {
  readonly id: string;
  /** Its first launch, milliseconds since 1970. */
  readonly launchedAt: number;
}

/** When a server is due for its age, milliseconds since 1970; its id decides how much earlier than `max`. */
export const ageDueAt = ({ id, launchedAt }: LaunchedServer, { max, jitter }: AgeSettings): number =>
  launchedAt + Math.floor(max * 1000 * (1 - (jitter / 100) * spread(id)));

/** The server that is due before all others, where an age is declared and there is a server. */
export function dueFirst<Server extends LaunchedServer>(
  servers: readonly Server[],
  settings: AgeSettings | undefined,
): Server | null {
  if (settings === undefined) return null;
  return servers.toSorted((a, b) => ageDueAt(a, settings) - ageDueAt(b, settings))[0] ?? null;
}

/** What a server that is due is told by. */
export const ageDifference = (server: LaunchedServer, settings: AgeSettings) => ({
  field: "age",
  expected: `at most ${formatDuration(settings.max)}, due ${formatInstant(ageDueAt(server, settings))}`,
  observed: `launched ${formatInstant(server.launchedAt)}`,
});
