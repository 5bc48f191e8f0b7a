import { describe, expect, test } from "vitest";
import { asDeclared } from "../../../chaos/checkers/invariants/outcomes/as-declared.ts";
import type { CheckerInput } from "../../../chaos/checkers/checker-input.ts";
import type { Change, Decision, Wrote } from "../../../chaos/checkers/invariant.ts";
import type { FleetDeclaration } from "../../../src/domain/declaration/fleet.ts";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import { generation, rollout } from "../../support/cli/records.ts";
import { A, ALB, B, GREEN, LISTENER } from "../../support/rollout/fake-work.ts";

const declaration = {
  fleet: "web",
  template: "lt-0abc",
  image: { channel: "/images/web" },
  traffic: { ...ALB, steps: ["10%", "50%", "100%"], pause: "10m" },
  gates: [{ kind: "alarm", alarms: ["sad"] }],
  bake: "30m",
  retire: { warm: "1h" },
  onFailure: { keepGreen: "1h" },
} as FleetDeclaration;
const record = (change: Partial<RolloutRecord> = {}): RolloutRecord =>
  rollout({ declaration, blue: 6, green: 7, phase: "Bake", ...change });

/** A server of blue's that answers. */
const ANSWERS = { id: "i-1", state: "healthy", stateSince: 0 };

/** A world at `now` seconds, in which green has so much of the traffic and the alarm has this state. */
function openInput(
  decisions: readonly { action: string; at: number }[] = [],
  blues = ANSWERS,
  greens?: typeof ANSWERS,
) {
  const world = { seconds: 0, greenPercent: 0, alarm: "OK" };
  const forward = () => ({
    targetGroups: [
      { arn: A, weight: 100 - world.greenPercent },
      { arn: B, weight: world.greenPercent },
    ],
  });
  const input = {
    account: { listener: LISTENER, pairs: [{ rules: [LISTENER], targetGroups: [A, B] }] },
    plan: { fleet: { strategy: "alb-weighted" } },
    serving: { members: () => new Set(["i-1"]) },
    view: {
      generations: new Map([
        [6, generation({ number: 6, targetGroup: A })],
        [7, generation({ number: 7, group: GREEN, targetGroup: B, state: "launching" })],
      ]),
      decisions: new Map([["web-1", decisions.map(({ action, at }) => ({ action, at: at * 1000 }))]]),
      freezes: new Map(),
    },
    world: {
      now: () => world.seconds * 1000,
      state: {
        rules: {
          get: () => undefined,
          values: () => [
            {
              listenerArn: LISTENER,
              priority: "default",
              actions: [{ type: "forward", forward: forward() }],
            },
          ],
        },
        targetGroups: new Map([
          [A, { targets: new Map([["i-1", blues]]) }],
          [B, { targets: new Map(greens && [["i-1", greens]]) }],
        ]),
        alarms: { get: () => ({ state: world.alarm, stateUpdatedAt: 0 }) },
      },
    },
  } as unknown as CheckerInput;
  return { world, input };
}

describe("steps", () => {
  const set = (Weight: number): Change => {
    const TargetGroups = [
      { TargetGroupArn: A, Weight: 100 - Weight },
      { TargetGroupArn: B, Weight },
    ];
    const DefaultActions = [{ Type: "forward", ForwardConfig: { TargetGroups } }];
    return {
      call: { action: "ModifyListener", input: { ListenerArn: LISTENER, DefaultActions } },
      rollout: record(),
      since: 0,
    } as unknown as Change;
  };
  /** Sets green to each share in turn, at these seconds; answers what is said of the last. */
  type Sets = readonly (readonly [percent: number, at: number, found?: number])[];
  const after = (...sets: Sets) => afterBeside(ANSWERS, ...sets);
  const afterBeside = (blues: typeof ANSWERS, ...sets: Sets) => {
    const { world, input } = openInput([], blues);
    const { change } = asDeclared();
    let what: string | undefined;
    for (const [percent, at, found] of sets) {
      world.seconds = at;
      if (found !== undefined) world.greenPercent = found;
      what = change?.(set(percent), input);
      world.greenPercent = percent;
    }
    return what;
  };

  test("come in order, each after its pause", () => {
    expect(after([10, 0], [50, 600], [100, 1200])).toBeUndefined();
    expect(after([50, 0])).toMatch(/next step is 10%/);
    expect(after([10, 0], [100, 600])).toMatch(/next step is 50%/);
    expect(after([10, 0], [50, 584])).toMatch(/after 584000 ms at 10%, a step lasts 600000 ms/);
  });

  test("are none where blue has answered nowhere since before the step, and are where it answers", () => {
    expect(afterBeside(ANSWERS, [10, 0], [100, 5])).toMatch(/next step is 50%/);
    expect(afterBeside({ ...ANSWERS, state: "unhealthy" }, [10, 0], [100, 5])).toBeUndefined();
    expect(afterBeside({ ...ANSWERS, stateSince: 1 }, [10, 0], [100, 5])).toBeUndefined();
  });

  test("of a fleet of none are steps, until somebody gives green servers", () => {
    const beside = (greens?: typeof ANSWERS): string | undefined => {
      const { input } = openInput([], { ...ANSWERS, state: "unhealthy" }, greens);
      return asDeclared().change?.({ ...set(100), rollout: record({ size: 0 }) }, input);
    };
    expect(beside()).toMatch(/next step is 10%/);
    expect(beside({ ...ANSWERS, state: "unhealthy" })).toMatch(/next step is 10%/);
    expect(beside(ANSWERS)).toBeUndefined();
  });

  test("are of the fleet's own two target groups, and of weights as small as somebody else's leave them", () => {
    const shares = (green: number, blue: number): string | undefined => {
      const { input } = openInput();
      const { change } = asDeclared();
      const TargetGroups = [
        { TargetGroupArn: "else", Weight: 7 },
        { TargetGroupArn: A, Weight: blue },
        { TargetGroupArn: B, Weight: green },
      ];
      const DefaultActions = [{ Type: "forward", ForwardConfig: { TargetGroups } }];
      const call = { action: "ModifyListener", input: { ListenerArn: LISTENER, DefaultActions } };
      return change?.({ call, rollout: record(), since: 0 } as unknown as Change, input);
    };
    expect(shares(10, 90)).toBeUndefined();
    expect(shares(1, 6)).toBeUndefined();
    expect(shares(2, 5)).toMatch(/^green gets 29%, the next step is 10%/u);
    expect(shares(5, 95)).toMatch(/^green gets 5%, the next step is 10%/u);
  });

  test("may be set again, and start from what somebody else gave", () => {
    expect(after([10, 0], [10, 5, 0])).toBeUndefined();
    expect(after([10, 0], [50, 600, 30])).toBeUndefined();
    expect(after([10, 0], [100, 600, 60])).toBeUndefined();
    expect(after([10, 0], [0, 5])).toBeUndefined();
  });
});

describe("times", () => {
  const judged = (
    action: string,
    at: number,
    before: Parameters<typeof openInput>[0],
    change: Partial<RolloutRecord> = {},
  ) => {
    const entry = { action, at: at * 1000 };
    return asDeclared().decided?.(
      { entry, rollout: record(change) } as unknown as Decision,
      openInput(before).input,
    );
  };

  test("of the bake and of a warm blue are in full", () => {
    const shifted = [{ action: "ShiftTraffic passed", at: 0 }];
    expect(judged("Bake passed", 1785, shifted)).toBeUndefined();
    expect(judged("Bake passed", 1784, shifted)).toMatch(/^it baked 1784000 ms/);
    const baked = [{ action: "Bake passed", at: 0 }];
    expect(judged("release", 3585, baked)).toBeUndefined();
    expect(judged("release", 3584, baked)).toMatch(/^blue was warm for/);
    expect(judged("release", 60, [...baked, { action: "end-warm", at: 50 }])).toBeUndefined();
    const settlement = { keep: "green", by: "ada", at: 0 } as const;
    expect(judged("Bake passed", 0, shifted, { settlement })).toBeUndefined();
    expect(judged("release", 0, baked, { settlement })).toBeUndefined();
  });

  test("for which a failed green is kept are in full", () => {
    const failure = { phase: "Bake", error: "GateFailed", reason: "bad", imageAtFault: true } as const;
    const shrunk = (at: number, DesiredCapacity: number) => {
      const { world, input } = openInput([{ action: "roll-back", at: 0 }]);
      world.seconds = at;
      const call = {
        action: "UpdateAutoScalingGroup",
        input: { AutoScalingGroupName: GREEN, DesiredCapacity },
      };
      return asDeclared().change?.({ call, rollout: record({ failure }) } as unknown as Change, input);
    };
    expect(shrunk(3585, 0)).toBeUndefined();
    expect(shrunk(3584, 0)).toMatch(/^green goes 3584000 ms after it failed/);
    expect(shrunk(10, 2)).toBeUndefined();
  });
});

describe("a watched phase", () => {
  const abort = { requestedBy: "ada", reason: "no", requestedAt: 0 };
  /** What has come up until it waits. */
  interface Later {
    readonly alarm?: string;
    readonly record?: Partial<RolloutRecord>;
  }
  const RINGS: Later = { alarm: "ALARM" };
  /** It writes down that it waits for so long, by a step that began so many seconds after the world did. */
  const waits = (seconds: number, began: number, change: Partial<RolloutRecord> = {}, later: Later = {}) => {
    const { world, input } = openInput();
    const { wrote } = asDeclared();
    const write = (run: RolloutRecord, startedAt: number): Wrote =>
      ({
        sort: "rollout#web-1",
        body: run,
        before: undefined,
        invocation: { startedAt, isDisturbed: false },
      }) as unknown as Wrote;
    const run = record({
      phaseStartedAt: -60_000,
      traffic: { ...record().traffic, setPercent: 100 },
      milestones: { "first-traffic": -60_000 },
      ...change,
    });
    // Somebody's own write, at the beginning.
    wrote?.(write(run, 0), input);
    world.seconds = began + 1;
    world.alarm = later.alarm ?? "OK";
    const since = world.seconds * 1000;
    const waiting = { reason: "baking", since, until: since + seconds * 1000, isDeclared: true };
    return wrote?.(write({ ...run, waiting, ...later.record }, began * 1000), input);
  };

  test("waits no longer than 75 s", () => {
    expect(waits(75, 60)).toBeUndefined();
    expect(waits(76, 60)).toMatch(/^Bake waits 76000 ms without a poll/);
    expect(waits(300, 60, { milestones: { "blue-released": 1 }, phase: "RetireBlue" })).toBeUndefined();
    expect(waits(300, 60, { phase: "ValidateGreen" })).toBeUndefined();
  });

  test("does not go on after an abort, nor while an alarm rings", () => {
    expect(waits(30, 60, { abort })).toMatch(/goes on, aborted before it began/);
    expect(waits(30, 60, { abort }, { record: { abort: null } })).toBeUndefined();
    expect(waits(30, 60, {}, RINGS)).toMatch(/goes on while sad has been in ALARM/);
    expect(waits(30, 19, {}, RINGS)).toBeUndefined();
    expect(waits(15, 60, {}, RINGS)).toBeUndefined();
    expect(waits(30, 60, { milestones: { "first-traffic": -19_000 } }, RINGS)).toBeUndefined();
    expect(waits(30, 60, { phaseStartedAt: 60_500 }, RINGS)).toBeUndefined();
  });
});
