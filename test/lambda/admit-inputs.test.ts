import { expect, test, vi } from "vitest";
import { log } from "../../src/lambda/log.ts";
import {
  busPublisher,
  machineBells,
  machineExecutions,
  machineStarter,
} from "../../src/lambda/outbound-ports.ts";
import { stateHandler } from "../../src/lambda/state-handler.ts";
import { listEntries } from "../../src/ledger/entries.ts";
import { admitState } from "../../src/rollout/states/admit.ts";
import { lambdaContext } from "../support/lambda/context.ts";
import { NOW, runtime } from "../support/lambda/function-runtime.ts";
import { WRONG_INPUTS } from "../support/step/wrong-inputs.ts";

const PORTS = {
  starter: machineStarter,
  executions: machineExecutions,
  publish: busPublisher,
  bells: machineBells,
};

test.each(WRONG_INPUTS)("Admit's function refuses %j with a sentence", async (given, reason) => {
  const here = runtime();
  const error = vi.spyOn(log, "error");
  const handler = stateHandler(admitState, PORTS, here);
  expect(await handler({ rollout: "typed", given }, lambdaContext)).toEqual({
    verdict: "refused",
    waitSeconds: 0,
    reason,
    rollout: "typed",
    fence: 0,
    fleet: null,
  });
  expect(error).not.toHaveBeenCalled();
  expect(await listEntries(here.ledger, null)).toEqual([
    {
      at: NOW,
      fleet: null,
      rollout: "typed",
      phase: "Admit",
      kind: "decision",
      action: "refused",
      actor: "typed",
      reason,
      evidence: { given: JSON.stringify(given) },
    },
  ]);
});

test("what was given is kept in 500 characters", async () => {
  const here = runtime();
  const handler = stateHandler(admitState, PORTS, here);
  await handler({ rollout: "typed", given: { fleet: "x".repeat(100_000) } }, lambdaContext);
  const [entry] = await listEntries(here.ledger, null);
  expect(entry?.evidence?.["given"]).toHaveLength(500);
  expect(JSON.stringify(entry).length).toBeLessThan(1500);
});

test("a fleet that nobody declared is refused with the fleet's name, and gets no history", async () => {
  const here = runtime();
  const handler = stateHandler(admitState, PORTS, here);
  expect(await handler({ rollout: "typed", given: { fleet: "wbe" } }, lambdaContext)).toMatchObject({
    verdict: "refused",
    reason: "no fleet is named wbe: see moult fleet list, or declare it with moult fleet apply",
    fleet: "wbe",
  });
  expect(await here.ledger.list("fleet#wbe")).toEqual([]);
});
