import type { PlantedBug } from "../planted-bug.ts";

/** Something that is simply not done. */
export const OMISSION_BUGS: readonly PlantedBug[] = [
  {
    name: "blue's holds are not given back on the way back",
    file: "src/rollout/states/roll-back.ts",
    find: "if (work.blue) await releaseHolds(work.blue.group, groups.get(work.blue.group), work);",
    put: "void releaseHolds;",
  },
  {
    name: "green's holds are not given back when it is live",
    file: "src/rollout/retirement/retire-released.ts",
    find: "await releaseHolds(green.group, groups.get(green.group), work);",
    put: "void releaseHolds;",
  },
  {
    name: "the lease of a refused rollout is not given back",
    file: "src/rollout/admission/begin.ts",
    find: "await giveBack(taken, context);",
    put: "void giveBack;",
  },
  {
    name: "that a rollout begins is told to nobody",
    file: "src/rollout/admission/record-answer.ts",
    find: '[rolloutEvent("Rollout Started", { ...about, outcomeReason: reason })], context);',
    put: "reason === null ? [] : [], context);",
  },
  {
    name: "a live group that is gone is told to nobody",
    file: "src/sweep/group-irregularities.ts",
    find: ".filter(({ group }) => !groups.has(group))",
    put: ".filter(({ group }) => groups.size === 0 && !groups.has(group))",
  },
  {
    name: "a finding is told to nobody",
    file: "src/detect/scan/write-findings.ts",
    find: "await publishFindings(fleet, unpublished, context);",
    put: "void publishFindings;",
  },
  {
    name: "blue's tags are not copied",
    file: "src/domain/group/group-blueprint.ts",
    find: "Tags: [...ownTags(blue, green.tags), ...moultTags(green)],",
    put: "Tags: moultTags(green),",
  },
  {
    name: "blue's hooks are not copied",
    file: "src/domain/group/group-blueprint.ts",
    find: "...(hooks.length > 0 && { LifecycleHookSpecificationList: hooks }),",
    put: "...(hooks.length > 9 && { LifecycleHookSpecificationList: hooks }),",
  },
  {
    name: "blue's policies are not copied",
    file: "src/domain/group/group-follow-ups.ts",
    find: "    ...policies.map((policy): FollowUp =>",
    put: "    ...policies.slice(9).map((policy): FollowUp =>",
  },
  {
    name: "what blue has suspended is not suspended on green",
    file: "src/domain/group/group-follow-ups.ts",
    find: "    ...suspensions(blue, green.name),\n",
    put: "",
  },
  {
    name: "the drain is not waited for",
    file: "src/rollout/retirement/drain.ts",
    find: "passed >= drain\n",
    put: "passed >= 0\n",
  },
  {
    name: "the sweep carries on no rollout",
    file: "src/sweep/sweep.ts",
    find: "for (const each of found) irregularities.push(",
    put: "for (const each of found.filter(({ kind }) => kind.generationOf)) irregularities.push(",
  },
  {
    name: "a generation that went is not written as gone",
    file: "src/rollout/states/roll-back.ts",
    find: '  await work.writeGeneration({\n    ...work.green,\n    state: "gone",\n    reason: work.run().failure?.reason ?? "rolled back",\n  });\n',
    put: "",
  },
  {
    name: "that blue is retained is not written",
    file: "src/rollout/retirement/retire-released.ts",
    find: 'state: isRetained ? "retained" : "retiring",',
    put: 'state: "retiring",',
  },
  {
    name: "an age is not judged",
    file: "src/domain/findings/judge-server.ts",
    find: "if (dueAt <= now)",
    put: "if (dueAt <= 0)",
  },
  {
    name: "a failure is not kept for the next decision",
    file: "src/rollout/states/close-rollout.ts",
    find: "else if (!isSettled) await recordFailure(run, context);",
    put: "else if (!isSettled) void recordFailure;",
  },
];
