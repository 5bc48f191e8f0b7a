import { freeze } from "../../../src/ledger/freezes.ts";
import { writeGeneration } from "../../../src/ledger/generations.ts";
import { quarantine } from "../../../src/ledger/image-verdicts.ts";
import type { Ledger } from "../../../src/ledger/ledger.ts";
import { rollouts } from "../../../src/ledger/runs/rollouts.ts";
import { NOON } from "../cli/command-line.ts";
import { generation, rollout } from "../cli/records.ts";

export const running = (ledger: Ledger) => rollouts.write(ledger, rollout({}), "absent");
export const unsettled = async (ledger: Ledger) => {
  const needsPerson = { reason: "blue is ill", at: NOON };
  await rollouts.write(ledger, rollout({ endedAt: NOON, outcome: "needs-person", needsPerson }), "absent");
  return writeGeneration(ledger, generation({}), "absent");
};
export const replaced = async (ledger: Ledger) => {
  await writeGeneration(ledger, generation({ state: "gone" }), "absent");
  await writeGeneration(ledger, generation({ number: 7, image: "ami-0bbb" }), "absent");
  await rollouts.write(ledger, rollout({ endedAt: NOON, outcome: "succeeded" }), "absent");
};
export const frozen = (ledger: Ledger) =>
  freeze(ledger, { fleet: "web", reason: "test", by: "bob@desk", since: NOON, until: null });
export const inQuarantine = (ledger: Ledger) =>
  quarantine(ledger, {
    imageId: "ami-0bad",
    reach: null,
    fleet: "web",
    rollout: "web-1",
    reason: "bad",
    at: NOON,
  });
