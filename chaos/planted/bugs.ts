import { APPROVAL_BUGS } from "./bugs/approval-bugs.ts";
import { BRAKE_BUGS } from "./bugs/brake-bugs.ts";
import { DEADLINE_BUGS } from "./bugs/deadline-bugs.ts";
import { DECISION_BUGS } from "./bugs/decision-bugs.ts";
import { DECLARED_BUGS } from "./bugs/declared-bugs.ts";
import { ENDING_BUGS } from "./bugs/ending-bugs.ts";
import { FINDING_BUGS } from "./bugs/finding-bugs.ts";
import { OMISSION_BUGS } from "./bugs/omission-bugs.ts";
import { OUTCOME_BUGS } from "./bugs/outcome-bugs.ts";
import { RECYCLE_BUGS } from "./bugs/recycle-bugs.ts";
import { STEERING_BUGS } from "./bugs/steering-bugs.ts";
import { TRAFFIC_BUGS } from "./bugs/traffic-bugs.ts";
import type { PlantedBug } from "./planted-bug.ts";

/** What holds moult together, taken out one at a time. `npm run planted` shows that the chaos misses none of it. */
export const PLANTED_BUGS: readonly PlantedBug[] = [
  {
    name: "the fence is not compared",
    file: "src/ledger/leases.ts",
    find: "if (item && lease?.owner === claim.owner && lease.fence === claim.fence) return",
    put: "if (item && lease) return",
  },
  {
    name: "writes go out without a look at the lease",
    file: "src/aws/middleware/guard.ts",
    find: "checkLease(ledger, { ...claim, now }),",
    put: "Promise.resolve(),",
  },
  {
    name: "writes go out while frozen",
    file: "src/aws/middleware/guard.ts",
    find: "if (freeze === undefined) return;",
    put: "if (freeze === undefined || claim) return;",
  },
  {
    name: "a take-over shares the fence of the dead",
    file: "src/ledger/leases.ts",
    find: "    const next = { owner, fence: lease.fence + 1, expiresAt, ...by };\n    return taken(await ledger.put(record.write(item, next), item.revision));\n  });\n}\n\n/** Extends",
    put: "    const next = { owner, fence: lease.fence, expiresAt, ...by };\n    return taken(await ledger.put(record.write(item, next), item.revision));\n  });\n}\n\n/** Extends",
  },
  {
    name: "a step does not renew the lease",
    file: "src/step/run-step.ts",
    find: "  await renewLease(ledger, { ...claim, now: clock.now(), ttlSeconds: LEASE_SECONDS });",
    put: "  if (clock.now() < 0) await renewLease(ledger, { ...claim, now: clock.now(), ttlSeconds: LEASE_SECONDS });",
  },
  {
    name: "traffic is not read back",
    file: "src/rollout/traffic/traffic.ts",
    find: "isAsSet(reading, traffic) ? traffic.agreeingReads + 1 : 0",
    put: "traffic.agreeingReads + 1",
  },
  {
    name: "traffic counts as moved when one of several rules has moved",
    file: "src/domain/traffic-pairs/as-set.ts",
    find: "byRule.every((each) => each.percent === shareSetIn(each.arn, set))",
    put: "byRule.some((each) => each.percent === shareSetIn(each.arn, set))",
  },
  {
    name: "blue's size is not read again before the shift",
    file: "src/rollout/capacity/sync-capacity.ts",
    find: "greenSize(work.run().size, blue?.desired)",
    put: "work.run().size",
  },
  {
    name: "the handoff is not waited for",
    file: "src/rollout/retirement/handoff.ts",
    find: "const open = servers.length === 0 ? null : await unprovedBlocker(blue, handoff, { servers, work });",
    put: "const open: StepAnswer | null = null;",
  },
  {
    name: "a failed handoff lets blue go",
    file: "src/rollout/retirement/handoff.ts",
    find: "if (failed > 0 || (late && completed < all)) return retainForHandoff(blue, commandId, work);",
    put: "if (failed > 0 || (late && completed < all)) return null;",
  },
  {
    name: "suspended processes stay suspended",
    file: "src/rollout/capacity/holds.ts",
    find: "currentMinimum !== undefined) await resume(hold, work);",
    put: "currentMinimum !== undefined) void resume;",
  },
  {
    name: "a held minimum stays held",
    file: "src/rollout/capacity/holds.ts",
    find: "    await resizeGroup(work.context.aws.autoScaling, group, { min: originalMin });",
    put: "    void resizeGroup;",
  },
  {
    name: "each try makes a template version of its own",
    file: "src/rollout/green/pin-template.ts",
    find: "update(`${fleet} ${id}`)",
    put: "update(`${fleet} ${id} ${work.now()}`)",
  },
  {
    name: "weight before health",
    file: "src/rollout/gates/watch-green.ts",
    find: 'const verdict = healthy >= floor ? "pass"',
    put: 'const verdict = healthy >= 0 ? "pass"',
  },
  {
    name: "green launches from $Latest",
    file: "src/domain/group/group-blueprint.ts",
    find: "Version: String(templateVersion),",
    put: 'Version: templateVersion ? "$Latest" : "1",',
  },
  {
    name: "a write is not written down before it is sent",
    file: "src/aws/middleware/trace.ts",
    find: "    await appendEntry(options.ledger, entry);\n",
    put: "",
  },
  {
    name: "a removed generation keeps its template version",
    file: "src/rollout/retirement/remove-group.ts",
    find: "  if (generation.template.ownedByMoult) {",
    put: "  if (generation.template.ownedByMoult && work.now() < 0) {",
  },
  {
    name: "a rollback leaves traffic where it is",
    file: "src/rollout/states/roll-back.ts",
    find: "  if (returning !== null) return returning;",
    put: "  if (returning === undefined) return returning;",
  },
  {
    name: "the bake ends at once",
    file: "src/rollout/states/bake.ts",
    find: "const left = total - work.inPhase();",
    put: "const left = total - total;",
  },
  {
    name: "the sweep takes over what still runs",
    file: "src/domain/run/may-still-run.ts",
    find: 'status === "running" || (status !== "ended" && !hasLeaseRunOut);',
    put: 'status === "unknown" && !hasLeaseRunOut;',
  },
  {
    name: "green is let go without its drain",
    file: "src/aws/auto-scaling/groups.ts",
    find: "new DeleteAutoScalingGroupCommand({ AutoScalingGroupName: name })",
    put: "new DeleteAutoScalingGroupCommand({ AutoScalingGroupName: name, ForceDelete: true })",
  },
  {
    name: "a failing command passes",
    file: "src/domain/gates/command.ts",
    find: "    const passed = completed - failed;\n    const measured = {\n      gate,\n      value: `${passed} of ${servers} succeeded`,\n      threshold: `${servers} of ${servers}`,\n      since: null,\n    };\n    const isOver = (from: number): boolean => observedFrom - from > asked.timeout * 1000;\n    const inTime = formatDuration(asked.timeout);\n    if (failed > unreached) {",
    put: "    const passed = completed;\n    const measured = {\n      gate,\n      value: `${passed} of ${servers} succeeded`,\n      threshold: `${servers} of ${servers}`,\n      since: null,\n    };\n    const isOver = (from: number): boolean => observedFrom - from > asked.timeout * 1000;\n    const inTime = formatDuration(asked.timeout);\n    if (failed > servers) {",
  },
  {
    name: "an alarm is not watched while traffic moves",
    file: "src/domain/gates/alarm.ts",
    find: "watched: true",
    put: "watched: false",
  },
  {
    name: "a lost launch is launched again under another name",
    file: "src/rollout/states/launch-green.ts",
    find: "      if (!(error instanceof AlreadyExists)) throw error;",
    put: '      if (!(error instanceof AlreadyExists)) throw error;\n      const other = `${plan.create.AutoScalingGroupName}-2`;\n      const again = { ...plan.create, AutoScalingGroupName: other };\n      await work.context.withReason("again", null, () => createGroup(work.context.aws.autoScaling, again));',
  },
  ...BRAKE_BUGS,
  ...APPROVAL_BUGS,
  ...DECISION_BUGS,
  ...DEADLINE_BUGS,
  ...FINDING_BUGS,
  ...RECYCLE_BUGS,
  ...OUTCOME_BUGS,
  ...ENDING_BUGS,
  ...DECLARED_BUGS,
  ...OMISSION_BUGS,
  ...TRAFFIC_BUGS,
  ...STEERING_BUGS,
];
