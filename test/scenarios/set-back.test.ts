import { sweepOnce } from "../../rehearsal/rehearsal.ts";
import { readExcept } from "../../src/ledger/except.ts";
import { isQuarantined } from "../../src/ledger/image-verdicts.ts";
import { expect, scenario } from "../support/scenarios/harness.ts";
import { nameAgain, outcomes } from "../support/scenarios/refused-image.ts";

scenario(
  "the channel is set back in ValidateGreen: the rollout ends, and the fleet stays on what it names",
  {},
  async (web) => {
    const { image: before } = web.account;
    const image = await web.publish();
    await web.until("ValidateGreen");
    await nameAgain(web, before);
    expect(await web.rollouts()).toMatchObject([
      {
        imageTo: image,
        outcome: "superseded",
        outcomeReason: `the fleet is to run ${before} from template version 1 now, before traffic moved`,
        traffic: { setAt: null },
      },
    ]);
    await sweepOnce(web);
    await web.settled();
    expect([await web.liveImage(), (await web.rollouts()).length]).toEqual([before, 1]);
    expect(await isQuarantined(web.ledger, image, "web")).toBe(false);
    expect(await readExcept(web.ledger, "web")).toEqual([]);
    // Nobody refused it: named again it is begun again.
    await nameAgain(web, image);
    expect(await outcomes(web)).toEqual([
      [image, "succeeded"],
      [image, "superseded"],
    ]);
  },
);

for (const phase of ["ShiftTraffic", "Bake"] as const) {
  scenario(
    `the channel is set back in ${phase}: blue, which runs what it names, serves again at once`,
    {},
    async (web) => {
      const { image: before } = web.account;
      const image = await web.publish();
      await (phase === "Bake" ? web.until(phase) : web.untilShifted(10));
      await nameAgain(web, before);
      expect(await outcomes(web)).toEqual([[image, "superseded"]]);
      expect(await web.liveImage()).toBe(before);
      expect(await isQuarantined(web.ledger, image, "web")).toBe(false);
    },
  );
}

scenario(
  "the channel is set back and forth in the bake: the rollout ends, and nothing is left to do",
  { declaration: { bake: "20m" } },
  async (web) => {
    const image = await web.publish();
    await web.until("Bake");
    for (const named of [web.account.image, image]) {
      await web.person.putParameter(web.account.channel, named);
      await web.minutes(1);
    }
    await web.settled();
    expect(await outcomes(web)).toEqual([[image, "succeeded"]]);
  },
);

scenario(
  "the image that blue runs is named again while blue is kept warm: it serves again at once",
  { declaration: { retire: { warm: "2h" } } },
  async (web) => {
    const { image: before } = web.account;
    const image = await web.publish();
    await web.until("RetireBlue");
    await web.minutes(5);
    const asked = web.simulator.clock.now();
    await web.person.putParameter(web.account.channel, before);
    await web.minutes(2.5);
    expect((await web.rollout()).traffic).toMatchObject({ setPercent: 0, observedPercent: 0 });
    await web.settled();
    expect((web.simulator.clock.now() - asked) / 60_000).toBeLessThan(10);
    expect(await outcomes(web)).toEqual([[image, "superseded"]]);
    expect((await web.rollout()).outcomeReason).toContain("which generation 1 still runs");
    expect(await web.liveImage()).toBe(before);
    // Nobody refused it: named again it is begun again.
    await nameAgain(web, image);
    expect(await web.liveImage()).toBe(image);
  },
);
