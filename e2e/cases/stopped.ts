import { DisableRuleCommand, EnableRuleCommand, EventBridgeClient } from "@aws-sdk/client-eventbridge";
import type { RolloutRecord } from "../../src/domain/run/rollout.ts";
import { eventually } from "../report/eventually.ts";
import { expectSame } from "../report/expect.ts";
import { stopExecution, typeIntoConsole } from "../lab/executions.ts";
import { ended, imagesOf, inPhase, rolloutsOf } from "../lab/fleet-view.ts";
import type { E2eCase, Lab } from "../lab/lab.ts";

const HEARD = "heard";
const SWEPT = "swept";
/** The schedule calls the sweep every five minutes. */
const SWEEP_SECONDS = 300;

/** Stops the execution that carries the fleet's rollout once that has come to a phase. */
async function stopIn(lab: Lab, fleet: string, phase: RolloutRecord["phase"]): Promise<void> {
  await stopExecution(lab, (await inPhase(lab, fleet, phase)).execution);
}

async function expectRolledBack(lab: Lab, fleet: string, seconds: number): Promise<void> {
  const run = await ended(lab, fleet, seconds);
  expectSame(`${fleet} (${run.failure?.reason ?? ""})`, run.outcome, "rolled-back");
  expectSame(
    `images of ${fleet}`,
    [...new Set(imagesOf(lab, fleet))],
    [lab.account.fleets.get(fleet)?.image],
  );
}

/**
 * Stopped executions: the first is told of by an event, and is undone. Of the second, which waits as it is declared to,
 * only the clock tells, and it goes on where it stands until somebody aborts it.
 */
export const stopped: E2eCase = {
  name: "a stopped execution: the sweep undoes it by event, and takes it up by schedule",
  fleets: [
    { name: HEARD, declare: { bake: "30m" } },
    { name: SWEPT, declare: { bake: "30m" } },
  ],
  run: async (lab) => {
    for (const fleet of [HEARD, SWEPT])
      await typeIntoConsole(
        lab,
        `${fleet}-by-hand`,
        JSON.stringify({ fleet, image: await lab.account.image(`${fleet}-2`) }),
      );
    await stopIn(lab, HEARD, "ObserveGreen");
    await expectRolledBack(lab, HEARD, 180);
    const events = new EventBridgeClient(lab.place);
    const rule = { Name: lab.stack.resources["RolloutBroken"] };
    await inPhase(lab, SWEPT, "Bake");
    await events.send(new DisableRuleCommand(rule));
    await stopIn(lab, SWEPT, "Bake");
    const waiting = { what: `${SWEPT} is taken up where it waits`, seconds: SWEEP_SECONDS + 60 };
    await eventually(waiting, async () => (await rolloutsOf(lab, SWEPT)).find(({ leg }) => leg.number === 2));
    await events.send(new EnableRuleCommand(rule));
    const { code, err } = await lab.moult([
      "rollout",
      "abort",
      SWEPT,
      "--reason",
      "seen enough",
      "--confirm",
      SWEPT,
    ]);
    expectSame(`exit code of moult rollout abort (${err.trim()})`, code, 0);
    await expectRolledBack(lab, SWEPT, 240);
  },
};
