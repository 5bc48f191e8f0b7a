import type { PlantedBug } from "../planted-bug.ts";

/** In what a rollout leaves standing and how it keeps to its declaration. */
export const OUTCOME_BUGS: readonly PlantedBug[] = [
  {
    name: "a step's pause is waited in one go",
    file: "src/rollout/states/shift-traffic.ts",
    find: "return pause(pausePollSeconds(seconds), reason);",
    put: "return pause(Math.max(seconds, pausePollSeconds(seconds)), reason);",
  },
  {
    name: "a warm blue is waited for in one go",
    file: "src/rollout/states/retire-blue.ts",
    find: "    pausePollSeconds(left),\n",
    put: "    Math.max(left, pausePollSeconds(left)),\n",
  },
  {
    name: "a step is left out",
    file: "src/rollout/states/shift-traffic.ts",
    find: "work.strategy.steps[step] ?? 100, isRead",
    put: "work.strategy.steps[step + 1] ?? 100, isRead",
  },
  {
    name: "a step lasts half its pause",
    file: "src/rollout/states/shift-traffic.ts",
    find: "Math.ceil(work.strategy.pauseSeconds - (work.now() - setAt) / 1000)",
    put: "Math.ceil(work.strategy.pauseSeconds / 2 - (work.now() - setAt) / 1000)",
  },
  {
    name: "the bake lasts half its time",
    file: "src/rollout/states/bake.ts",
    find: "if (left > 0) return pause(",
    put: "if (left > total / 2) return pause(",
  },
  {
    name: "a freeze counts as baked",
    file: "src/step/work.ts",
    find: "if (isFrozenWait(waiting)) return Math.max(0, now - waiting.since);",
    put: "if (isFrozenWait(waiting)) return 0;",
  },
  {
    name: "an event is marked as taken though the bus refused it",
    file: "src/step/outbox/publish.ts",
    find: "(answers[index] === true) === isTaken",
    put: "(answers[index] !== undefined) === isTaken",
  },
  {
    name: "what the bus refused is never sent again",
    file: "src/sweep/told/send-pending.ts",
    find: "  const [sent] = await Promise.allSettled([sendKept(kept, context)]);",
    put: "  const [sent] = await Promise.allSettled([void sendKept]);",
  },
  {
    name: "what stands is said anew by each sweep",
    file: "src/domain/outbox/outbox.ts",
    find: "...(same ?? { source, since: now })",
    put: "...(same?.since === now ? same : { source, since: now })",
  },
  {
    name: "blue is not read again before it goes",
    file: "src/rollout/following/check-again.ts",
    find: "const isChanged = await followBlue({ blue, green }, work);",
    put: "const isChanged = false;\n  void followBlue;",
  },
  {
    name: "a scheduled scale-out is not carried out",
    file: "src/rollout/capacity/follow-schedule.ts",
    find: "  if (isLast) for (const each of own) await grow(each, work);\n",
    put: "  void [grow, isLast];\n",
  },
  {
    name: "a rollout that went back is told to nobody",
    file: "src/rollout/states/close-rollout.ts",
    find: "    outgoing.push(\n      await keepEvents(",
    put: '    if (outcome === "succeeded") outgoing.push(\n      await keepEvents(',
  },
  {
    name: "a retained generation is told to nobody",
    file: "src/domain/outbox/fleet-attention.ts",
    find: '.filter(({ state }) => state === "retained")',
    put: ".filter(() => false)",
  },
];
