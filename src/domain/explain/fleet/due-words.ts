import { dueTargets } from "../../decide/due-targets.ts";
import type { FleetState } from "../../decide/fleet-state.ts";

/** What is due first, in a few words: `image ami-… is due`, `3 servers are due (age)`. */
export function dueWords(state: FleetState, now: number): string {
  const [first] = dueTargets(state, now);
  const { live } = state;
  if (first === undefined) return "nothing is due";
  const { image, templateVersion } = first.target;
  if (live === null) return `a first generation of ${image} is due`;
  if (image !== live.image) return `image ${image} is due`;
  if (templateVersion !== live.templateVersion) return `template version ${templateVersion} is due`;
  const kinds = [...new Set(first.due.map(({ reason }) => reason))];
  const servers = new Set(
    state.findings.filter(({ dueAt, mode }) => dueAt <= now && mode !== "report").map((each) => each.server),
  );
  if (kinds.includes("operator") || servers.size === 0) return `servers are due (${kinds.join(", ")})`;
  return `${servers.size} ${servers.size === 1 ? "server is" : "servers are"} due (${kinds.join(", ")})`;
}
