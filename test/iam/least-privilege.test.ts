import { describe, expect, it } from "vitest";
import type { FunctionPolicy } from "../../rehearsal/function-policies.ts";
import { roleOf } from "../../rehearsal/function-roles.ts";
import { NOT_SEEN } from "../support/iam/justified.ts";
import { roles } from "../support/iam/under-roles.ts";

// Whole rollouts, each function under its own role: an AccessDenied fails the scenario that meets it.
await import("../scenarios/success.test.ts");
await import("../scenarios/retirement.test.ts");
await import("../scenarios/events.test.ts");
await import("../scenarios/decided.test.ts");
await import("../scenarios/events-lost.test.ts");
await import("../scenarios/not-begun.test.ts");
await import("../scenarios/except.test.ts");
await import("../scenarios/faithful-copy.test.ts");
await import("../scenarios/launch-failure.test.ts");
await import("../scenarios/way-back.test.ts");
await import("../scenarios/autoscaling.test.ts");
await import("../scenarios/schedules.test.ts");
await import("../scenarios/schedules-added.test.ts");
await import("../scenarios/blue-followed.test.ts");
await import("../scenarios/checked-again.test.ts");
await import("../scenarios/rule-writers.test.ts");
await import("../scenarios/given-early.test.ts");
await import("../scenarios/claims.test.ts");
await import("../scenarios/drift.test.ts");
await import("../scenarios/logged-into.test.ts");
await import("../scenarios/scheduled-by-aws.test.ts");
await import("../scenarios/older-records.test.ts");
await import("../scenarios/calendars.test.ts");
await import("../scenarios/legs.test.ts");
await import("../scenarios/retirement-beside.test.ts");
await import("../scenarios/rollback-leads.test.ts");
await import("../scenarios/request-count.test.ts");
await import("../scenarios/neighbours-at-rest.test.ts");
await import("../scenarios/approval-answers.test.ts");
await import("../scenarios/approval-before-shift.test.ts");
await import("../scenarios/recycle.test.ts");
await import("../scenarios/recycle-undone.test.ts");
await import("../support/iam/rare-paths.ts");
await import("../support/iam/shared-vpc.ts");
await import("../support/iam/signed-in.ts");

/** Actions and resources of the function's statements that granted nothing so far. */
function unseen(one: FunctionPolicy): string[] {
  const grants = roles.iam.grantsTo(roleOf(one));
  const left = one.statements.flatMap(({ Effect, Action, Resource }, index) => {
    if (Effect === "Deny") return [];
    const own = grants.filter(({ statement }) => statement === index);
    const actions = Action.filter((action) => !own.some((grant) => grant.action === action));
    // Where an action was never asked for, neither was its resource: the action says it.
    if (actions.length === Action.length) return actions;
    return [...actions, ...Resource.filter((arn) => !own.some(({ resource }) => resource === arn))];
  });
  return [...new Set(left)].sort();
}

describe("over the scenarios above", () => {
  it("no function lacked a permission", () => {
    // A group that could not be made has no tag to be allowed by: that is how RollBack learns that it is not there.
    const lacking = roles.iam.denials.filter(
      ({ caller, action }) => caller !== "moult/roll-back" || action !== "autoscaling:UpdateAutoScalingGroup",
    );
    expect(lacking).toEqual([]);
  });

  it.each(roles.functions)("$folder used all that its statements grant, but for what is justified", (one) => {
    const justified = NOT_SEEN.filter((row) => row.function === one.folder && row.why !== "");
    expect(unseen(one)).toEqual(justified.map(({ what }) => what).sort());
  });
});
