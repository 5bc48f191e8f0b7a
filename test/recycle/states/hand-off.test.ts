import { expect, test } from "vitest";
import { handOff } from "../../../src/recycle/states/hand-off.ts";
import { batch, fakeRecycle, groupWith, HELD, STEP } from "../../support/recycle/fake-recycle-step.ts";
import { NOW } from "../../support/rollout/fake-step.ts";

const declaration = { retire: { handoff: { command: "/opt/handoff", timeout: "2m" } } };
const record = {
  batch: batch({ servers: [{ id: "i-old", zone: "a", state: "isolated" as const }] }),
  holds: HELD,
};
const sent = { "handoff-1": { comment: "c", commandId: "c-1", sentAt: NOW - 60_000 } };
const ended = (Status: string, ErrorCount: number) => ({
  ListCommands: () => ({ Commands: [{ CommandId: "c-1", TargetCount: 1, CompletedCount: 1, ErrorCount }] }),
  ListCommandInvocations: () => ({ CommandInvocations: [{ InstanceId: "i-old", Status }] }),
});

test("nothing is asked where no handoff is declared", async () => {
  const step = await fakeRecycle({ record });
  expect((await handOff(STEP, step.context)).verdict).toBe("pass");
  expect(step.sent).toEqual([]);
});

test("the servers that are out of traffic are asked, and no other", async () => {
  const group = groupWith({ "i-1": "InService", "i-2": "InService", "i-3": "InService", "i-old": "Standby" });
  const answers = { ...group, SendCommand: () => ({ Command: { CommandId: "c-1" } }) };
  const step = await fakeRecycle({ record, declaration, answers });
  expect((await handOff(STEP, step.context)).verdict).toBe("wait");
  const order = step.sent.find(({ name }) => name === "SendCommand");
  expect(order?.input).toMatchObject({ Targets: [{ Key: "InstanceIds", Values: ["i-old"] }] });
});

test("with the proof of each it goes on; without it, nothing is ended", async () => {
  const asked = { ...record, commands: sent };
  const proved = await fakeRecycle({ record: asked, declaration, answers: ended("Success", 0) });
  expect((await handOff(STEP, proved.context)).verdict).toBe("pass");
  const failed = await fakeRecycle({ record: asked, declaration, answers: ended("Failed", 1) });
  expect(await handOff(STEP, failed.context)).toMatchObject({ verdict: "fail", error: "HandoffFailed" });
});
