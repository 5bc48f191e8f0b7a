import { liftImageQuarantine } from "../../src/operator/lift-image-quarantine.ts";
import { isQuarantined, verdictFor } from "../../src/ledger/image-verdicts.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";

const lift = (web: Web, imageId: string, scope: { fleet: string } | "all" | null) =>
  liftImageQuarantine(
    { imageId, scope, by: "ada", reason: "the test was wrong" },
    { ledger: web.ledger, clock: web.simulator.clock },
  );

scenario(
  "an image that fails a fleet's own command is in quarantine there, and begins again when that is lifted for the fleet",
  { declaration: { gates: [{ kind: "target-health" }, { kind: "command", commands: ["/opt/selftest"] }] } },
  async (web) => {
    const image = await web.publish({ "sim:command-exit-code": "3" });
    await web.settled();
    expect(await verdictFor(web.ledger, image, "web")).toMatchObject({ reach: "web" });
    expect(await isQuarantined(web.ledger, image, "api")).toBe(false);
    await web.start({ image });
    await web.settled();
    expect(web.states.at(-1)).toBe("Refused");
    await lift(web, image, { fleet: "web" });
    await web.start({ image });
    await web.settled();
    expect(await web.rollouts()).toHaveLength(2);
  },
);

scenario(
  "an image that never gets healthy is in quarantine everywhere; lifted for one fleet it stays so for the others",
  { declaration: { deadlines: { validate: "5m" } } },
  async (web) => {
    const image = await web.publish({ "sim:healthy-seconds": "never" });
    await web.settled();
    expect(await isQuarantined(web.ledger, image, "api")).toBe(true);
    await lift(web, image, { fleet: "web" });
    expect(await isQuarantined(web.ledger, image, "api")).toBe(true);
    await web.start({ image });
    await web.settled();
    expect(await web.rollouts()).toHaveLength(2);
    // It has failed again: that of all stands as it was, and the fleet has its own.
    expect(await isQuarantined(web.ledger, image, "web")).toBe(true);
    await lift(web, image, "all");
    expect(await isQuarantined(web.ledger, image, "api")).toBe(false);
  },
);
