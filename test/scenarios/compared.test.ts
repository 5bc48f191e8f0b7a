import type { FleetDeclaration } from "../../src/domain/declaration/fleet.ts";
import { isQuarantined } from "../../src/ledger/image-verdicts.ts";
import { dependency } from "../support/scenarios/dependency.ts";
import { expect, scenario } from "../support/scenarios/harness.ts";

const selftest = { kind: "command" as const, commands: ["/opt/selftest"], timeout: "1m", compare: true };
const probe = { kind: "http" as const, path: "/healthz", compare: true };
const declared = (gate: typeof selftest | typeof probe): Partial<FleetDeclaration> => ({
  gates: [gate],
  deadlines: { validate: "10m" },
});

for (const gate of [selftest, probe]) {
  scenario(
    `a ${gate.kind} that is compared fails on both sides: it stands, and goes on when both pass again`,
    { declaration: declared(gate), leaves: { lost: true } },
    async (web) => {
      const image = await web.publish();
      await web.until("ValidateGreen");
      // Blue has passed by then.
      await web.minutes(0.5);
      dependency(web, "away");
      await web.minutes(5);
      expect((await web.rollout()).gates).toMatchObject([{ gate: gate.kind, verdict: "stand" }]);
      dependency(web, "there");
      await web.settled();
      expect(await web.liveImage()).toBe(image);
      const entries = await web.entries();
      expect(entries.filter(({ action }) => action === "baseline")).toHaveLength(1);
    },
  );

  scenario(
    `a ${gate.kind} that is compared fails on green alone: its image is blamed, in this fleet`,
    { declaration: declared(gate), leaves: { lost: true } },
    async (web) => {
      const image = await web.publish({ "sim:command-exit-code": "3", "sim:http-status": "404" });
      // The load balancer has nothing against it.
      await web.settled();
      const { failure } = await web.rollout();
      expect(failure).toMatchObject({ imageAtFault: true, reach: "fleet" });
      expect(await isQuarantined(web.ledger, image, "web")).toBe(true);
    },
  );

  scenario(
    `a ${gate.kind} that blue did not pass when the run began is not compared`,
    {
      declaration: declared(gate),
      image: { "sim:boot-seconds": "20", "sim:command-exit-code": "3" },
      leaves: { lost: true },
    },
    async (web) => {
      dependency(web, "away", ["web"]);
      const image = await web.publish({ "sim:command-exit-code": "3", "sim:http-status": "404" });
      await web.settled();
      expect((await web.rollouts()).at(-1)).toMatchObject({ failure: { imageAtFault: true } });
      expect(await isQuarantined(web.ledger, image, "web")).toBe(true);
    },
  );
}
