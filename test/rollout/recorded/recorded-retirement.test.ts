import { factsOf, REPLACED, ROLLED_BACK } from "../../support/rollout/recorded-facts.ts";
import { fail, pass, step, times, transcript, wait } from "../../support/rollout/transcript.ts";
import { BAKED, LAUNCHED, RETIRED, RETURNED, SHIFTED, VALIDATED } from "../../support/rollout/usual-steps.ts";
import { expect } from "../../support/scenarios/harness.ts";

const handoff = { command: "/opt/handoff", timeout: "5m" };

transcript(
  "blue hands off, drains for ten minutes and is kept warm for twelve",
  { declaration: { retire: { drain: "10m", handoff, warm: "12m" } } },
  async (web, steps) => {
    await web.publish();
    await web.settled();
    expect(steps).toEqual([
      step("admit", pass),
      ...LAUNCHED,
      ...VALIDATED,
      ...SHIFTED,
      ...BAKED,
      step("retireBlue", wait(60)),
      times(8, step("retireBlue", wait(75))),
      times(2, step("retireBlue", wait(60))),
      step("retireBlue", wait(15), "SendCommand"),
      ...RETIRED,
    ]);
    expect(await factsOf(web)).toEqual(REPLACED);
  },
);

transcript(
  "a handoff that fails",
  {
    image: { "sim:command-exit-code:handoff": "1" },
    declaration: { retire: { drain: "60s", handoff } },
    leaves: { retained: [1] },
  },
  async (web, steps) => {
    await web.publish();
    await web.settled();
    expect(steps).toEqual([
      step("admit", pass),
      ...LAUNCHED,
      ...VALIDATED,
      ...SHIFTED,
      ...BAKED,
      step("retireBlue", wait(15), "SendCommand"),
      step("retireBlue", pass, "ModifyListener"),
      step("closeRollout", pass),
    ]);
    expect(await factsOf(web)).toEqual(REPLACED);
  },
);

transcript(
  "a handoff that hangs",
  {
    image: { "sim:command-seconds": "86400" },
    declaration: { retire: { drain: "60s", handoff: { ...handoff, timeout: "1m" } } },
    leaves: { retained: [1] },
  },
  async (web, steps) => {
    await web.publish();
    await web.settled();
    expect(steps).toEqual([
      step("admit", pass),
      ...LAUNCHED,
      ...VALIDATED,
      ...SHIFTED,
      ...BAKED,
      step("retireBlue", wait(15), "SendCommand"),
      times(3, step("retireBlue", wait(15))),
      step("retireBlue", pass, "ModifyListener"),
      step("closeRollout", pass),
    ]);
    expect(await factsOf(web)).toEqual(REPLACED);
  },
);

transcript(
  "a newer image while blue is warm",
  { declaration: { retire: { drain: "60s", warm: "1h" } } },
  async (web, steps) => {
    await web.publish();
    await web.until("RetireBlue");
    await web.minutes(20);
    await web.publish();
    await web.minutes(15);
    await web.abort();
    await web.settled();
    expect(steps).toEqual([
      step("admit", pass),
      ...LAUNCHED,
      ...VALIDATED,
      ...SHIFTED,
      ...BAKED,
      times(17, step("retireBlue", wait(75))),
      // Its end has begun the next one before it tells the bus, and answers.
      ...RETIRED.slice(0, -1),
      step("admit", wait(15)),
      ...RETIRED.slice(-1),
      step("admit", pass),
      step("launchGreen", pass, "CreateLaunchTemplateVersion", "ModifyListener", "CreateAutoScalingGroup"),
      step("observeGreen", wait(15)),
      step("observeGreen", pass),
      ...VALIDATED,
      ...SHIFTED,
      ...BAKED,
      times(7, step("retireBlue", wait(75))),
      step("retireBlue", fail),
      ...RETURNED,
      step("rollBack", wait(70), "ModifyListener", "UpdateAutoScalingGroup"),
      step("rollBack", pass, "DeleteAutoScalingGroup", "DeleteLaunchTemplateVersions"),
      step("closeRollout", fail),
    ]);
    expect(await factsOf(web)).toEqual({
      ...ROLLED_BACK,
      blue: 2,
      green: 3,
      failedIn: "RetireBlue",
      weights: [0, 10, 50, 100, 100, 100, 90, 50, 0, 100, 100],
    });
  },
);
