import { readExcept } from "../../src/ledger/except.ts";
import { isReleased } from "../../src/rollout/is-released.ts";
import { expect, scenario } from "../support/scenarios/harness.ts";
import { nameAgain, outcomes } from "../support/scenarios/refused-image.ts";

/** How the rollout that stands there is aborted in this phase, once it has been in it for so many minutes. */
const ABORTED_IN: readonly (readonly [
  "LaunchGreen" | "ObserveGreen" | "ValidateGreen" | "ShiftTraffic" | "Bake" | "RetireBlue" | "RollBack",
  number,
])[] = [
  ["LaunchGreen", 0],
  ["ObserveGreen", 0],
  ["ValidateGreen", 0],
  ["ShiftTraffic", 0.5],
  ["Bake", 1],
  ["RetireBlue", 20],
  ["RollBack", 0],
];

for (const [phase, minutes] of ABORTED_IN) {
  scenario(
    `aborted twice in ${phase}: it is on the list once, as it was refused first`,
    { declaration: { retire: { drain: "60s", warm: "1h" } } },
    async (web) => {
      const image = await web.publish();
      if (phase === "RollBack") {
        await web.until("ValidateGreen");
        await web.abort("before");
      }
      await web.until(phase);
      await web.minutes(minutes);
      const since = web.simulator.clock.now();
      expect(await web.abort("first")).toBeDefined();
      await web.abort("second");
      const [reason, at] = phase === "RollBack" ? ["before", expect.any(Number) as number] : ["first", since];
      const { template } = web.account;
      const refused = { image, templateVersion: 1, template, by: "ada", since: at, reason };
      expect(await readExcept(web.ledger, "web")).toEqual([refused]);
      await web.settled();
      expect(await outcomes(web)).toEqual([[image, "rolled-back"]]);
      await nameAgain(web, image);
      expect(await outcomes(web)).toEqual([[image, "rolled-back"]]);
    },
  );
}

scenario("once blue is released an abort refuses nothing: the image will run", {}, async (web) => {
  const image = await web.publish();
  await web.until("RetireBlue");
  while (!isReleased(await web.rollout())) await web.simulator.clock.sleep(1000);
  await web.abort();
  await web.settled();
  expect(await outcomes(web)).toEqual([[image, "succeeded"]]);
  expect(await readExcept(web.ledger, "web")).toEqual([]);
});
