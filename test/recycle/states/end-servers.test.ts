import { expect, test } from "vitest";
import { listFindings, putFinding } from "../../../src/ledger/findings.ts";
import { endServers } from "../../../src/recycle/states/end-servers.ts";
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
const holds = { ...HELD, size: { ...HELD.size, heldMin: 4 }, processes: ["AZRebalance"] };
const withState = (state: "isolated" | "ending") => ({
  batch: batch({ servers: [{ id: "i-old", zone: "a", state }], substitutes: [SUBSTITUTE] }),
  holds,
});
const since = { phase: "EndServers" as const };
const found = {
  server: "i-old",
  generation: 6,
  kind: "drift" as const,
  field: "security-groups",
  expected: "a",
  observed: "b",
  since: 1,
  dueAt: 1,
  mode: "replace" as const,
  absentIn: 0,
  isPublished: true,
  evidence: {},
};

test("a server out of traffic is ended without making the group smaller", async () => {
  const answers = groupWith({ ...REST, "i-old": "Standby" });
  const step = await fakeRecycle({ record: { ...withState("isolated"), ...since }, answers });
  expect((await endServers(STEP, step.context)).verdict).toBe("pass");
  expect(step.sent.find(({ name }) => name === "TerminateInstanceInAutoScalingGroup")?.input).toMatchObject({
    InstanceIds: ["i-old"],
    ShouldDecrementDesiredCapacity: false,
  });
});

test("one that a person has put back into service stays, and what was found about it stands", async () => {
  const answers = groupWith({ ...REST, "i-old": "InService" }, { MinSize: 4, DesiredCapacity: 5 });
  const late = { ...withState("isolated"), ...since, phaseStartedAt: NOW - 60_000 };
  const step = await fakeRecycle({ record: late, answers });
  await putFinding(step.ledger, "web", found, 1);
  await endServers(STEP, step.context);
  expect((await step.after())?.batch?.servers).toMatchObject([{ state: "left" }]);
  expect(await listFindings(step.ledger, "web")).toHaveLength(1);
  expect(step.sent.map(({ input }) => (input as { InstanceIds?: string[] }).InstanceIds ?? [])).not.toContain(
    ["i-old"],
  );
});

test("when it goes, what was found about it is over, and all that was held is given back", async () => {
  const answers = groupWith({ ...REST, "i-old": "Terminating" });
  const step = await fakeRecycle({ record: { ...withState("ending"), ...since }, answers });
  await putFinding(step.ledger, "web", found, 1);
  expect((await endServers(STEP, step.context)).verdict).toBe("pass");
  expect(step.changes()).toEqual(["ResumeProcesses"]);
  expect(await listFindings(step.ledger, "web")).toEqual([]);
  expect(await step.after()).toMatchObject({
    batch: null,
    replaced: ["i-old"],
    holds: { size: null, processes: [], hook: false },
  });
});

test("the next batch follows", async () => {
  const queue = [
    { id: "i-old", reason: "drift" as const, dueAt: 1 },
    { id: "i-1", reason: "drift" as const, dueAt: 2 },
  ];
  const answers = groupWith({ ...REST, "i-old": "Terminating" });
  const step = await fakeRecycle({ record: { ...withState("ending"), ...since, queue }, answers });
  expect((await endServers(STEP, step.context)).verdict).toBe("more");
  expect((await step.after())?.queue).toEqual([queue[1]]);
});

test("a substitute whose old server went in another way takes nobody's place, and goes", async () => {
  const record = { ...withState("ending"), ...since };
  const gone = {
    ...record,
    batch: { ...record.batch, servers: [{ id: "i-old", zone: "a", state: "gone" as const }] },
  };
  const answers = groupWith({ ...REST, "i-4": "InService" }, { DesiredCapacity: 5 });
  const step = await fakeRecycle({ record: gone, answers });
  expect((await endServers(STEP, step.context)).verdict).toBe("wait");
  expect(step.sent.at(-1)).toMatchObject({
    name: "TerminateInstanceInAutoScalingGroup",
    input: { InstanceIds: ["i-new"], ShouldDecrementDesiredCapacity: true },
  });
});
