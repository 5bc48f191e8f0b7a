import type { RolloutRecord } from "../../../../src/domain/run/rollout.ts";

export const NOON = Date.UTC(2026, 10, 21, 12);
export const MINUTE = 60_000;
const ELB = "arn:aws:elasticloadbalancing:us-east-1:123456789012";
export const declaration = {
  fleet: "web",
  template: "lt-0abc",
  image: { channel: "/images/web" },
  traffic: {
    strategy: "alb-weighted" as const,
    rule: `${ELB}:listener/app/web/1/2`,
    targetGroups: [`${ELB}:targetgroup/a/1`, `${ELB}:targetgroup/b/2`] as [string, string],
    steps: ["10%", "50%", "100%"],
    pause: "5m",
  },
  approval: { before: "shift" as const, deadline: "4h" },
  retire: { warm: "1h", handoff: { command: "sync-data", timeout: "20m" } },
};
const waits = (reason: string, isDeclared = false) => ({
  reason,
  since: NOON,
  until: NOON + 2 * MINUTE,
  isDeclared,
});
const gate = (verdict: "pass" | "wait") => ({
  gate: "http",
  verdict,
  reason: "2 of 250 answered 503",
  value: "248",
  threshold: "250",
  since: null,
});
export const onGreen = (setPercent: number, observedPercent: number | null, step = 1) => ({
  step,
  setPercent,
  setAt: NOON + MINUTE,
  observedPercent,
  agreeingReads: 1,
});
export const released = { "blue-released": NOON };
export const failure = (phase: RolloutRecord["phase"], error: string, imageAtFault = false) => ({
  phase,
  error,
  reason: "gate http: 2 of 250 answered 503",
  imageAtFault,
});

type Row = readonly [what: string, run: Partial<RolloutRecord>, state: string, sentence: string];

export const PHASES: readonly Row[] = [
  [
    "is admitted",
    { phase: "Admit" },
    "moving",
    "the rollout to ami-0bbb is admitted; green is launched next",
  ],
  [
    "is launched",
    { phase: "LaunchGreen" },
    "moving",
    "generation 7 (ami-0bbb) is launched with 6 servers; it has to be over by 16:00Z",
  ],
  [
    "starts",
    { phase: "ObserveGreen", waiting: waits("3 of 6 servers are in service") },
    "moving",
    "generation 7 (ami-0bbb) starts 6 servers; 3 of 6 servers are in service; all have to be in service by 12:16Z",
  ],
  [
    "is proved good",
    { phase: "ValidateGreen", waiting: waits("http: 2 of 250 answered 503") },
    "moving",
    "generation 7 (ami-0bbb) is proved good before it gets traffic; http: 2 of 250 answered 503; every gate has to pass by 12:16Z",
  ],
  [
    "has its whole time again once blue is well",
    { phase: "ValidateGreen", timers: { stood: NOON + 60 * MINUTE } },
    "moving",
    "generation 7 (ami-0bbb) is proved good before it gets traffic; every gate has to pass by 13:15Z",
  ],
  [
    "waits for approval",
    { phase: "AwaitApproval", gates: [gate("pass")], waiting: waits("waits for approval", true) },
    "approval",
    "generation 7 (ami-0bbb) passed 1 gate; waits for approval before its first traffic; until 16:01Z, then it is rejected",
  ],
  [
    "waits for a window",
    {
      phase: "AwaitApproval",
      milestones: { approved: NOON },
      waiting: waits(
        "green's first traffic waits (windows.gates: shift): the next window opens at 13:00",
        true,
      ),
    },
    "waits",
    "generation 7 (ami-0bbb) is ready; green's first traffic waits (windows.gates: shift): the next window opens at 13:00; it gets its first traffic when that is over",
  ],
  ["is to get traffic", { phase: "ShiftTraffic" }, "moving", "no traffic is on green yet; 10 % follow"],
  [
    "has a step's traffic",
    { phase: "ShiftTraffic", traffic: onGreen(10, 10), waiting: waits("the step lasts 4m more", true) },
    "moving",
    "10 % of the traffic is on green (read back); 50 % follow at 12:06Z",
  ],
  [
    "has traffic that is not read back",
    { phase: "ShiftTraffic", traffic: onGreen(100, null, 3) },
    "moving",
    "100 % of the traffic is set to green, not read back yet; then it bakes",
  ],
  [
    "has less traffic than was set",
    { phase: "ShiftTraffic", traffic: onGreen(50, 10, 2) },
    "moving",
    "50 % of the traffic is set to green, 10 % is read back; 100 % follow at 12:06Z",
  ],
  [
    "waits for a gate",
    {
      phase: "ShiftTraffic",
      traffic: onGreen(10, 10),
      gates: [gate("wait")],
      waiting: waits("http: 2 of 250 answered 503"),
    },
    "waits",
    "10 % of the traffic is on green (read back); http: 2 of 250 answered 503; 50 % follow at 12:06Z",
  ],
  [
    "bakes",
    { phase: "Bake", waiting: waits("baking; 3m left", true) },
    "baking",
    "all traffic is on generation 7 (ami-0bbb); it bakes until 12:16Z; going back takes one call until then",
  ],
  [
    "has blue drained",
    { phase: "RetireBlue", waiting: waits("3 connections are open", true) },
    "moving",
    "all traffic is on green; generation 6 drains; open connections have until 12:06Z",
  ],
  [
    "keeps blue warm",
    { phase: "RetireBlue", milestones: { drained: NOON, warm: NOON + MINUTE } },
    "moving",
    "all traffic is on green; generation 6 is kept warm; until 13:01Z going back takes one call; then it goes",
  ],
  [
    "has blue hand its data off",
    {
      phase: "RetireBlue",
      milestones: { drained: NOON },
      commands: { handoff: { comment: "", commandId: "c", sentAt: NOON } },
      waiting: waits("3 of 6 servers have proved their data safe"),
    },
    "moving",
    "generation 6 hands its data off; 3 of 6 servers have proved their data safe; without proof by 12:20Z it is kept out of traffic for a person",
  ],
  [
    "keeps a blue that somebody names",
    { phase: "RetireBlue", milestones: { drained: NOON }, waiting: waits("blue stays: rule/9 names it") },
    "moving",
    "all traffic is on green; generation 6 is to go; blue stays: rule/9 names it; it goes when that is over",
  ],
  [
    "takes blue down",
    { phase: "RetireBlue", milestones: released, waiting: waits("6 servers drain and stop") },
    "moving",
    "all traffic is on green; generation 6 is taken down; 6 servers drain and stop; its servers stop in their own time",
  ],
  [
    "goes back",
    {
      phase: "RollBack",
      failure: failure("Bake", "GateFailed", true),
      milestones: { undoing: NOON },
      waiting: waits("traffic is set back to blue"),
    },
    "rolling-back",
    "goes back to generation 6; gate http: 2 of 250 answered 503; traffic is set back to blue; past 16:00Z a person decides",
  ],
  [
    "is closed",
    { phase: "CloseRollout" },
    "moving",
    "every server runs ami-0bbb; its end is written down, and the fleet is decided about again",
  ],
];

const pause = {
  by: "ada",
  reason: "see it",
  at: NOON,
  until: NOON + 60 * MINUTE,
  leftMs: 1,
  countedAt: NOON,
};
export const SPECIAL: readonly Row[] = [
  [
    "needs a person",
    { phase: "RollBack", needsPerson: { reason: "blue is ill", at: NOON } },
    "needs-person",
    "can go neither on nor back; blue is ill; moult settle web --keep <blue or green> --reason <text> decides",
  ],
  [
    "is polled by nobody",
    { phase: "Bake", waiting: { ...waits("baking; 3m left", true), until: NOON - 20 * MINUTE } },
    "attention",
    "was to go on in Bake at 11:40Z and has not; execution web-1 carries it: baking; 3m left; the next sweep takes it up",
  ],
  [
    "is frozen",
    { phase: "ShiftTraffic", traffic: onGreen(10, 10), waiting: waits("frozen: audit", true) },
    "frozen",
    "stands in ShiftTraffic, 10 % of the traffic is on green (read back); frozen: audit; moult unfreeze web --confirm web ends it",
  ],
  [
    "is to end as a person asked",
    { phase: "Bake", abort: { requestedBy: "ada", reason: "bad kernel", requestedAt: NOON } },
    "rolling-back",
    "ada asked for its end; bad kernel; at the next look it goes back to generation 6",
  ],
  [
    "has failed and is undone next",
    { phase: "Bake", failure: failure("Bake", "GateFailed") },
    "rolling-back",
    "failed in Bake; gate http: 2 of 250 answered 503; it goes back to generation 6 now",
  ],
  [
    "is paused",
    { phase: "ShiftTraffic", traffic: onGreen(10, 10), pause },
    "waits",
    "paused by ada in ShiftTraffic, 10 % of the traffic is on green (read back); see it; it goes on at 13:00Z; moult rollout resume web lets it go on now",
  ],
  [
    "stands, as blue is as ill",
    { phase: "Bake", timers: { stands: NOON }, waiting: waits("alarm web-5xx rings for both") },
    "waits",
    "stands: blue fails the same as green, so that nobody is blamed; alarm web-5xx rings for both; it goes on when blue is well",
  ],
  [
    "is past its deadline",
    { phase: "Bake", deadlineAt: NOON },
    "attention",
    "is past its deadline of 12:00Z, in Bake; it goes back at the next look",
  ],
];
