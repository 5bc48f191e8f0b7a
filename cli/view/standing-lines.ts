import type { FleetView } from "../../src/views/fleet/fleet-view.ts";
import { instant } from "../terminal/instant.ts";
import { type Line, span } from "./span.ts";

/** What the fleet should be, where that is not what it runs or a person pinned it. Why nothing is begun, or what is, its sentence says. */
export function standingLines({ fleet, standing }: FleetView, label: number): Line[] {
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
        : ` · pinned by ${by} ${end}: ${pin.reason}; moult rollout unpin ${fleet} --confirm ${fleet} ends it`;
    lines.push([span("wanted".padEnd(label), "dim"), span(image, "green"), span(`${version}${who}`)]);
  }
  return lines;
}
