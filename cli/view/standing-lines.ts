import { formatDuration } from "../../src/domain/duration.ts";
import type { FleetView } from "../../src/views/fleet/fleet-view.ts";
import { instant } from "../terminal/table.ts";
import { type Line, span } from "./span.ts";

/** A fleet with nothing to do needs no line; a rollout and what was refused have their own. */
const SAID_ELSEWHERE = new Set(["nothing-due", "running", "except"]);

/**
 * What the fleet should be, where that is not what it runs or a person pinned it; and why nothing is begun, or what is. While
 * a rollout runs, that tells of itself.
 */
export function standingLines({ fleet, standing }: FleetView, label: number, now: number): Line[] {
  if (standing === undefined) return [];
  const { wanted, decision } = standing;
  const lines: Line[] = [];
  if (wanted !== null && (wanted.pin !== null || decision.because !== "nothing-due")) {
    const { image, templateVersion, by, pin } = wanted;
    const version = templateVersion === null ? "" : ` from template version ${templateVersion}`;
    const end = pin?.until == null ? "until another image is named" : `until ${instant(pin.until)}`;
    const who =
      pin === null
        ? ` · ${by}`
        : ` · pinned by ${by} ${end}: ${pin.reason}; moult rollout unpin ${fleet} ends it`;
    lines.push([span("wanted".padEnd(label), "dim"), span(image, "green"), span(`${version}${who}`)]);
  }
  if (SAID_ELSEWHERE.has(decision.because ?? "")) return lines;
  const again =
    decision.nextAt === null ? "" : ` · again in ${formatDuration((decision.nextAt - now) / 1000)}`;
  const what =
    decision.act === "start"
      ? span(`begins at the next look: ${decision.reason}`)
      : span(`nothing is begun: ${decision.reason}`, "yellow");
  return [...lines, [span("next".padEnd(label), "dim"), what, span(again, "dim")]];
}
