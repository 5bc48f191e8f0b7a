import type { FleetView } from "../../src/views/fleet/fleet-view.ts";
import { type Line, span } from "./span.ts";

/** The newest are shown: who refused them, and how they are begun again. */
const SHOWN = 2;

/** What a person refused, two lines each. */
export function exceptLines({ fleet, except }: Pick<FleetView, "fleet" | "except">, label: number): Line[] {
  const lines = except.slice(0, SHOWN).flatMap(({ image, templateVersion, since, by, reason }): Line[] => {
    const when = new Date(since).toISOString().slice(0, 16).replace("T", " ");
    const what = `${image} from template version ${templateVersion} by ${by} on ${when}Z: ${reason}`;
    return [
      [span("refused".padEnd(label), "dim"), span(what, "yellow")],
      [span("".padEnd(label)), span(`moult rollout retry ${fleet} --image ${image} begins it again`, "dim")],
    ];
  });
  const more = except.length - SHOWN;
  return more > 0 ? [...lines, [span("".padEnd(label)), span(`and ${more} more, see --json`, "dim")]] : lines;
}
