import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import { type Line, span } from "../span.ts";

/** What a person does after a rollout that did not end well; nothing after one that did, or while it runs. */
export function nextLines({ fleet, id, outcome }: RolloutRecord, labelWidth: number): Line[] {
  const commands = commandsAfter(outcome, { fleet, id });
  return commands.map((command, index) => [
    span((index === 0 ? "do" : "").padEnd(labelWidth), "dim"),
    span(command, "bold"),
  ]);
}

function commandsAfter(
  outcome: RolloutRecord["outcome"],
  { fleet, id }: { fleet: string; id: string },
): string[] {
  if (outcome === "needs-person")
    return [
      `moult settle ${fleet} --keep <blue or green> --reason <text>`,
      `moult history ${fleet} --rollout ${id}`,
    ];
  if (outcome === "rolled-back")
    return [`moult history ${fleet} --rollout ${id}`, `moult rollout retry ${fleet}`];
  return [];
}
