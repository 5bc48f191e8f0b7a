import type { PlantedBug } from "../planted-bug.ts";

/** A control plane that does not do what it is for: goes live, goes back, waits, blames and tells as is declared. */
export const DECLARED_BUGS: readonly PlantedBug[] = [
  {
    name: "no image is ever rolled out",
    file: "src/domain/decide/due-targets.ts",
    find: "wanted !== null && changes.length > 0 ?",
    put: "wanted !== null && changes.length > 9 ?",
  },
  {
    name: "every good image is rolled back",
    file: "src/rollout/gates/watch-blocker.ts",
    find: 'if (verdict === "fail") return endWatched(',
    put: 'if (verdict !== "wait") return endWatched(',
  },
  {
    name: "all traffic moves in one step",
    file: "src/domain/traffic-strategies/weighted.ts",
    find: "steps: ({ steps }) => steps,",
    put: "steps: () => [100],",
  },
  {
    name: "no step has its pause",
    file: "src/domain/traffic-strategies/weighted.ts",
    find: "pauseSeconds: ({ pause }) => pause,",
    put: "pauseSeconds: () => 0,",
  },
  {
    name: "an abort is not heard",
    file: "src/step/run-step.ts",
    find: "  if (run.abort)\n",
    put: "  if (run.abort && run.failure)\n",
  },
  {
    name: "blue is not kept warm",
    file: "src/rollout/states/retire-blue.ts",
    find: "if (seconds === 0) return null;",
    put: "if (seconds >= 0) return null;",
  },
  {
    name: "a gate does not last",
    file: "src/domain/gates/target-health.ts",
    find: "if (left > 0) {",
    put: "if (left > asked.for) {",
  },
  {
    name: "an unknown gate counts as passed",
    file: "src/domain/gate-kinds.ts",
    find: '(["fail", "unknown", "stand", "wait"] as const)',
    put: '(["fail", "stand", "wait"] as const)',
  },
  {
    name: "an alarm without data counts as OK",
    file: "src/domain/gates/alarm.ts",
    find: 'state === "OK" && trouble === null;',
    put: 'state !== "ALARM" && trouble === null;',
  },
  {
    name: "every failure puts the image in quarantine",
    file: "src/rollout/ending/quarantine-image.ts",
    find: "!failure?.imageAtFault ||",
    put: "!failure ||",
  },
  {
    name: "a bad green keeps its traffic for twenty minutes",
    file: "src/rollout/states/roll-back.ts",
    find: "const returning = await revertTraffic(groups, work);",
    put: 'const isSoon = work.inPhase() < 1200 && work.run().traffic.setPercent > 0;\n  const returning = isSoon ? pause(30, "green may come back") : await revertTraffic(groups, work);',
  },
  {
    name: "nobody is told anything",
    file: "src/step/outbox/publish.ts",
    find: "if (sending.length === 0) return;",
    put: "if (sending.length >= 0) return;",
  },
  {
    name: "a failed green is not kept for study",
    file: "src/rollout/states/roll-back.ts",
    find: "  if (kept > 0)\n",
    put: "  if (kept > work.fleet.onFailure.keepGreen)\n",
  },
  {
    name: "an alarm that rang before counts as green's",
    file: "src/domain/gates/alarm.ts",
    find: "since !== null && firstAt !== null && since >= firstAt + SKEW_MS;",
    put: "since !== null && firstAt !== null;",
  },
  {
    name: "whatever the machine catches is the image's fault",
    file: "src/rollout/states/roll-back.ts",
    find: "imageAtFault: false,",
    put: "imageAtFault: true,",
  },
  {
    name: "an instant that somebody gave is not served",
    file: "src/domain/decide/due-targets.ts",
    find: "if (launchedBefore !== null && (live?.launchedFrom ?? 0) < launchedBefore.instant)",
    put: "if (launchedBefore !== null && (live?.launchedFrom ?? 0) > launchedBefore.instant)",
  },
  {
    name: "a new version of the template is not rolled out",
    file: "src/domain/decide/due-targets.ts",
    find: "(live.template !== template || templateVersion !== live.templateVersion)",
    put: "live.template !== template",
  },
  {
    name: "an image is blamed for an execution that died",
    file: "src/step/recovery/recover.ts",
    find: "reason, imageAtFault: false };",
    put: "reason, imageAtFault: true };",
  },
  {
    name: "a green that is never proved good is waited for",
    file: "src/rollout/states/validate-green.ts",
    find: "if (secondsToGetGood(work) > validate) {",
    put: "if (secondsToGetGood(work) > validate * 9) {",
  },
  {
    name: "no metric is asked",
    file: "src/rollout/gates/watch-green.ts",
    find: "work.blue !== null && size > 0 && traffic",
    put: "work.blue === null && size > 0 && traffic",
  },
  {
    name: "green's errors are not held against it",
    file: "src/domain/metrics/judge-errors.ts",
    find: 'worse: { verdict: "fail",',
    put: 'worse: { verdict: "pass",',
  },
];
