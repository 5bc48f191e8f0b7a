import { type Generation, targetGroupsOf } from "../../../src/domain/generation.ts";
import type { OutcomeInput } from "../checker-input.ts";
import type { Change } from "../invariant.ts";
import { sidesOf } from "../sides.ts";

/** A blue that answers nowhere is left at once, whatever steps are left. What began to answer within the step counts as silent. */
export function answersNowhere(
  { rollout, since }: Pick<Change, "rollout" | "since">,
  input: OutcomeInput,
): boolean {
  const { blue, green } = sidesOf(input, rollout);
  const { targetGroups } = input.world.state;
  const answersIn = (arn: string, side: Generation, until: number): boolean => {
    const members = input.serving.members(side.group);
    return [...(targetGroups.get(arn)?.targets.values() ?? [])].some(
      (each) => members.has(each.id) && each.state === "healthy" && each.stateSince <= until,
    );
  };
  // A fleet of none answers nowhere from the start, and its steps are steps all the same unless somebody gives green servers: it
  // goes back by none.
  const isGiven = green && targetGroupsOf(green).every((arn) => answersIn(arn, green, input.world.now()));
  if (rollout?.size === 0 && rollout.phase !== "RollBack" && isGiven !== true) return false;
  return blue !== undefined && !targetGroupsOf(blue).every((arn) => answersIn(arn, blue, since));
}
