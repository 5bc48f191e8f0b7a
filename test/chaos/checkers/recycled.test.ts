import { describe, expect, test } from "vitest";
import type { CheckerInput } from "../../../chaos/checkers/checker-input.ts";
import type { Change } from "../../../chaos/checkers/invariant.ts";
import { recycled } from "../../../chaos/checkers/invariants/recycle/recycled.ts";
import { emptyView } from "../../../chaos/world/ledger-view.ts";

const NOW = 1_000_000;
const OLD = ["i-1", "i-2"];
const WEB = { AutoScalingGroupName: "web" };

interface World {
  /** States of the group's servers by id. */
  readonly servers?: Readonly<Record<string, string>>;
  readonly keeps?: readonly object[];
  readonly holds?: object;
  readonly hooks?: readonly string[];
  readonly atOnce?: number;
  readonly maxSize?: number;
  /** With the substitute that has come. */
  readonly desiredCapacity?: number;
}

const SERVE = { "i-1": "InService", "i-2": "InService", "i-3": "InService", "i-new": "InService" };
const NOTHING = { size: null, hook: false, processes: [] };

/** A fleet of three where servers pull, of which two are being replaced by one that has come since. */
function open({
  servers = SERVE,
  keeps = [],
  holds = NOTHING,
  hooks = [],
  atOnce = 2,
  maxSize = 6,
  desiredCapacity = 4,
}: World) {
  const view = emptyView();
  view.fleet = { capacity: { floor: 100 } } as unknown as typeof view.fleet;
  const recycle = {
    id: "r-1",
    group: "web",
    endedAt: null,
    atOnce,
    batch: {
      servers: OLD.map((id) => ({ id, state: "serving" })),
      before: ["i-1", "i-2", "i-3"],
      wanted: 1,
      substitutes: [{ id: "i-new", isEnding: false }],
    },
    replaced: ["i-0"],
    holds,
  };
  view.recycles.set("r-1", recycle as never);
  const instances = new Map(
    Object.entries(servers).map(([id, lifecycleState]) => [id, { id, lifecycleState }]),
  );
  const group = {
    name: "web",
    desiredCapacity,
    maxSize,
    instances,
    hooks: new Map(hooks.map((hook) => [hook, {}])),
  };
  const input = {
    plan: { fleet: { strategy: "none", servers: 3 } },
    account: { pairs: [] },
    interference: [],
    othersSizes: { minimum: new Set(), desired: new Set() },
    serving: { members: () => new Set(instances.keys()) },
    world: { now: () => NOW, state: { groups: new Map([["web", group]]) } },
    keeps,
    view,
  } as unknown as CheckerInput;
  const checker = recycled();
  const said = (action: string, asked: object): string | undefined => {
    const call = { action, input: { ...WEB, ...asked } };
    return checker.change?.({ call, recycle, since: NOW } as unknown as Change, input);
  };
  return { said, input, checker };
}

const out = (ids: readonly string[], more: World = {}, decrement = true) =>
  open(more).said("EnterStandby", { InstanceIds: ids, ShouldDecrementDesiredCapacity: decrement });
const end = (id: string, state: string, decrement = false) =>
  open({ servers: { ...SERVE, [id]: state } }).said("TerminateInstanceInAutoScalingGroup", {
    InstanceIds: [id],
    ShouldDecrementDesiredCapacity: decrement,
  });

describe("servers leave traffic", () => {
  test("that are of the batch, with a decrement, while as many others serve as the floor asks for", () => {
    expect(out(["i-1"])).toBeUndefined();
    expect(out(["i-1", "i-2"])).toBe("i-1,i-2 leave traffic, 2 others serve, the floor is 3");
    expect(out(["i-3"])).toBe("i-3 is not of the batch");
    // Policies have made the fleet smaller than it was: the substitute is beyond its two.
    expect(out(["i-1", "i-2"], { desiredCapacity: 3 })).toBeUndefined();
    expect(out(["i-1"], {}, false)).toBe("its substitute serves already, and one more is launched");
  });

  test("and that nobody keeps", () => {
    const keep = { server: "i-1", from: 0, until: null };
    expect(out(["i-1"], { keeps: [keep] })).toBe("i-1 is kept by somebody");
    expect(out(["i-2"], { keeps: [keep] })).toBeUndefined();
    expect(out(["i-1"], { keeps: [{ ...keep, until: 5 }] })).toBeUndefined();
    expect(out(["i-1"], { keeps: [{ ...keep, from: NOW - 5000 }] })).toBeUndefined();
  });
});

describe("servers are ended", () => {
  test("that are out of traffic, and never with a decrement", () => {
    expect(end("i-1", "Standby")).toBeUndefined();
    expect(end("i-1", "Terminating:Wait")).toBeUndefined();
    expect(end("i-1", "InService")).toBe("i-1 is InService and is ended");
    expect(end("i-1", "EnteringStandby")).toBe("i-1 is EnteringStandby and is ended");
    expect(end("i-1", "Standby", true)).toBe("i-1 is ended from standby, and another one with it");
  });

  test("or that are substitutes which are given up, with one", () => {
    expect(end("i-new", "InService", true)).toBeUndefined();
    expect(end("i-new", "Pending:Wait", false)).toBeUndefined();
    expect(end("i-new", "InService")).toBe("substitute i-new is ended, and replaced once more");
    expect(end("i-3", "InService", true)).toBe("i-3 is neither of the batch nor a substitute");
  });
});

test("nobody's hook but its own is touched", () => {
  const hook = (LifecycleHookName: string) => open({}).said("DeleteLifecycleHook", { LifecycleHookName });
  expect(hook("moult-recycle")).toBeUndefined();
  expect(hook("warm-up")).toBe("warm-up is somebody's hook");
});

test("never more are out at once than was declared", () => {
  const event = { service: "autoscaling", kind: "instance-terminating" } as never;
  const look = (more: World) => {
    const { checker, input } = open(more);
    return checker.worldEvent?.(event, input);
  };
  const servers = { "i-1": "EnteringStandby", "i-2": "Terminating:Wait", "i-3": "Standby" };
  expect(look({ servers })).toBeUndefined();
  expect(look({ servers, atOnce: 1 })).toBe("r-1 has 2 servers out at once, 1 are declared");
});

describe("in the end nothing is left of it", () => {
  const rest = (more: World) => {
    const { checker, input } = open(more);
    return checker.quiescent?.(input);
  };
  const size = { originalMin: 3, heldMin: 4, originalMax: 3, heldMax: 4, setAt: 0 };

  test("no hold, no hook, no server in standby", () => {
    expect(rest({})).toBeUndefined();
    expect(rest({ holds: { ...NOTHING, processes: ["AZRebalance"] } })).toMatch(
      /^r-1 still holds .*AZRebalance/,
    );
    expect(rest({ hooks: ["moult-recycle"] })).toBe("r-1 has left its hook in web");
    expect(rest({ servers: { ...SERVE, "i-3": "Standby" } })).toBeUndefined();
    const { checker, input, said } = open({ servers: { ...SERVE, "i-1": "Standby" } });
    said("EnterStandby", { InstanceIds: ["i-1"], ShouldDecrementDesiredCapacity: true });
    expect(checker.quiescent?.(input)).toBe("r-1 has left i-1 in standby");
    said("ExitStandby", { InstanceIds: ["i-1"] });
    expect(checker.quiescent?.(input)).toBeUndefined();
  });

  test("no maximum that was raised", () => {
    const { checker, input } = open({ holds: { ...NOTHING, size }, maxSize: 4, desiredCapacity: 3 });
    checker.written?.("recycle#r-1", input);
    const run = input.view.recycles.get("r-1");
    input.view.recycles.set("r-1", { ...run, holds: NOTHING } as never);
    expect(checker.quiescent?.(input)).toBe("MaxSize of web is 4 still, and was 3");
  });
});
