import type { ApprovalSubject } from "./approval-ask.ts";
import { fleetOf } from "../declaration/fleet-of.ts";
import { groupName } from "../generation.ts";
import type { RolloutRecord } from "../run/rollout.ts";

/** What a person has to say yes to before green's first traffic: this green, of this rollout, and no other. Null: nobody is asked. */
export function shiftSubject(run: RolloutRecord): ApprovalSubject | null {
  const { fleet, id, green: number, imageTo: image, templateVersion, declaration, settlement } = run;
  const { approval, template } = fleetOf(declaration);
  // Who settles a fleet has said where its traffic goes.
  if (approval?.before !== "shift" || settlement !== null) return null;
  const green = groupName(fleet, number);
  const key = `shift ${id} ${green} ${image} ${template} ${templateVersion}`;
  const what = `the first traffic of ${green} (image ${image}, template version ${templateVersion})`;
  return { kind: "shift", key, image, templateVersion, template, what, rollout: id, green };
}

/** Whether a person has not said yes yet to green's first traffic. */
export const needsYes = (run: RolloutRecord): boolean =>
  shiftSubject(run) !== null && run.traffic.setAt === null && run.milestones.approved === undefined;
