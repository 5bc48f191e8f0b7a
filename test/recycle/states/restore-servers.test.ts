import { expect, test } from "vitest";
import { listEntries } from "../../../src/ledger/entries.ts";
import { restoreServers } from "../../../src/recycle/states/restore-servers.ts";
import {
  batch,
  fakeRecycle,
  groupWith,
  HELD,
  STEP,
  SUBSTITUTE,
} from "../../support/recycle/fake-recycle-step.ts";
import { NOW } from "../../support/rollout/fake-step.ts";

const REST = { "i-1": "InService", "i-2": "InService", "i-3": "InService", "i-new": "InService" };
const phase = "RestoreServers" as const;
const failure = {
  phase: "HandOff" as const,
  error: "HandoffFailed",
  reason: "no proof",
  imageAtFault: false,
};
const withState = (state: "isolated" | "serving") => ({
  phase,
  failure,
  batch: batch({ servers: [{ id: "i-old", zone: "a", state }], substitutes: [SUBSTITUTE] }),
  holds: HELD,
});

test("what was never admitted needs nothing undone", async () => {
  const step = await fakeRecycle();
  expect((await restoreServers({ ...STEP, run: "web-recycle-2" }, step.context)).verdict).toBe("pass");
});

test("what stopped an earlier state is written down as a decision, once", async () => {
  const answers = groupWith({ ...REST, "i-old": "Standby" });
  const step = await fakeRecycle({
    record: { ...withState("isolated"), phase: "Isolate", failure: null },
    answers,
  });
  const error = { Error: "Lambda.Unknown", Cause: "the process ended" };
  for (const _ of [1, 2]) await restoreServers({ ...STEP, error }, step.context);
  const said = (await listEntries(step.context.ledger, STEP.fleet)).filter(
    ({ action }) => action === "roll-back",
  );
  expect(said).toMatchObject([{ kind: "decision", reason: expect.stringContaining("the process ended") }]);
});

test("a server in standby serves again first", async () => {
  const answers = groupWith({ ...REST, "i-old": "Standby" });
  const step = await fakeRecycle({ record: withState("isolated"), answers });
  expect((await restoreServers(STEP, step.context)).verdict).toBe("wait");
  expect(step.changes()).toEqual(["ExitStandby"]);
  expect((await step.after())?.batch?.servers).toMatchObject([{ state: "serving" }]);
});

test("then its substitute goes, and the group is as large as it was", async () => {
  const answers = groupWith({ ...REST, "i-old": "InService" }, { DesiredCapacity: 5, MinSize: 5 });
  const step = await fakeRecycle({ record: withState("serving"), answers });
  expect((await restoreServers(STEP, step.context)).verdict).toBe("wait");
  expect(step.changes()).toEqual(["UpdateAutoScalingGroup", "TerminateInstanceInAutoScalingGroup"]);
  expect(step.sent.at(-1)?.input).toMatchObject({
    InstanceIds: ["i-new"],
    ShouldDecrementDesiredCapacity: true,
  });
});

test("in the end all that was held is given back", async () => {
  const ending = {
    ...withState("serving"),
    batch: batch({ substitutes: [{ ...SUBSTITUTE, isEnding: true }] }),
    holds: { size: { ...HELD.size, heldMin: 4, heldMax: 9 }, processes: ["AZRebalance"], hook: true },
  };
  const answers = groupWith({ ...REST, "i-old": "InService" }, { MaxSize: 9 });
  const step = await fakeRecycle({ record: ending, answers });
  expect(await restoreServers(STEP, step.context)).toMatchObject({ verdict: "pass" });
  expect(step.changes()).toEqual(["DeleteLifecycleHook", "UpdateAutoScalingGroup", "ResumeProcesses"]);
  expect((await step.after())?.holds).toEqual({ size: null, processes: [], hook: false });
});

test("a server that does not come back in time is left to a person by name, and what is held is given back", async () => {
  const overdue = { ...withState("isolated"), deadlineAt: NOW - 1, milestones: { undoing: 0 } };
  const answers = groupWith({ ...REST, "i-old": "EnteringStandby" });
  const step = await fakeRecycle({ record: overdue, answers });
  expect(await restoreServers(STEP, step.context)).toMatchObject({ verdict: "pass" });
  expect(await step.after()).toMatchObject({
    stranded: { standby: ["i-old"], substitutes: ["i-new"], size: 4, overAt: null },
    holds: { size: null, hook: false },
  });
  const said = (await listEntries(step.ledger, "web")).find(({ action }) => action === "keep-substitutes");
  expect(said?.reason).toMatch(/; what serves stays: i-old stays in standby, out of traffic$/);
});
