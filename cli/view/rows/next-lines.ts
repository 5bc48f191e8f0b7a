import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import type { FleetView } from "../../../src/views/fleet/fleet-view.ts";
import type { Standing } from "../../../src/views/fleet/standing.ts";
import { type Line, span } from "../span.ts";

/** What a person does after a rollout that did not end well; nothing after one that did, or while it runs. */
export function nextLines(
  { fleet, id, outcome, imageTo }: RolloutRecord,
  { standing, labelWidth }: Pick<FleetView, "standing"> & { readonly labelWidth: number },
): Line[] {
  const commands = commandsAfter(outcome, { fleet, id, image: imageTo, decision: standing?.decision });
  return commands.map((command, index) => [
    span((index === 0 ? "do" : "").padEnd(labelWidth), "dim"),
    span(command, "bold"),
  ]);
}

interface After {
  readonly fleet: string;
  readonly id: string;
  readonly image: string;
  readonly decision: Standing["decision"] | undefined;
}

function commandsAfter(outcome: RolloutRecord["outcome"], { fleet, id, image, decision }: After): string[] {
  if (outcome === "needs-person")
    return [
      `moult settle ${fleet} --keep <blue or green> --reason <text>`,
      `moult history ${fleet} --rollout ${id}`,
    ];
  if (outcome === "rolled-back")
    return [`moult history ${fleet} --rollout ${id}`, ...againCommands({ fleet, id, image, decision })];
  return [];
}

/** How the same is begun again, by what holds it now; nothing where that is over, or something else is to be run. */
function againCommands({ fleet, image, decision }: After): string[] {
  if (decision === undefined) return [];
  if (decision.act === "start") return [`moult rollout start ${fleet}`];
  if (decision.because === "quarantine")
    return [`moult quarantine lift ${image} --fleet ${fleet} --reason <text>`];
  return decision.because === "except" || decision.because === "back-off"
    ? [`moult rollout retry ${fleet}`]
    : [];
}
