import { expect, test } from "vitest";
import { furnishAccountOf } from "../../../bench/scan/account.ts";
import { deliverClaim, openRehearsal } from "../../../rehearsal/rehearsal.ts";
import { declareFleet, listFleets } from "../../../src/ledger/fleets.ts";
import { listEntries } from "../../../src/ledger/entries.ts";

const EVENT = {
  source: "fleet.watch",
  "detail-type": "Instance Drift Detected",
  account: "123456789012",
  region: "us-east-1",
  time: "2026-11-20T10:00:00Z",
};

test("claims about the same drift of all fleets begin nothing more from the fifth fleet on", async () => {
  const rehearsal = openRehearsal({ seed: 1 });
  const { simulator, ledger } = rehearsal;
  await simulator.drive(
    (async () => {
      await furnishAccountOf(rehearsal, { servers: 6, fleets: 6, channels: 1 });
      for (const { declaration } of (await listFleets(ledger)).fleets) {
        const drifting = { ...declaration, drift: { "security-groups": "auto" as const } };
        await declareFleet(ledger, { declaration: drifting, by: "ada", now: simulator.clock.now() }, "any");
      }
      const begun: boolean[] = [];
      for (const server of simulator.world.state.instances.values()) {
        server.securityGroupIds = ["sg-web", "sg-default"];
        const event = { ...EVENT, id: server.id, detail: { instance: server.id } };
        const { rollout } = (await deliverClaim(event, rehearsal)) as { rollout: string | null };
        begun.push(rollout !== null);
      }
      expect(begun).toEqual([true, true, true, true, false, false]);
      const held = (await listEntries(ledger, null)).filter(({ action }) => action === "hold-storm");
      expect(held).toMatchObject([
        { actor: "instance-reported", reason: expect.stringMatching(/ on 5 fleets: /) },
      ]);
      await rehearsal.settled();
    })(),
  );
});
