import type { FleetDeclaration } from "../../src/domain/declaration/fleet.ts";
import type { Finding } from "../../src/domain/findings/finding.ts";
import { putFinding } from "../../src/ledger/findings.ts";
import { declareFleet } from "../../src/ledger/fleets.ts";
import { listStorms } from "../../src/ledger/found/storms.ts";
import { acknowledgeStorm } from "../../src/operator/acknowledge-storm.ts";
import type { ChaosWorld } from "./world.ts";

/** As many as a storm has at least: with the fleet that is looked at it is one more. */
const NEIGHBOURS = ["api", "batch", "jobs", "mail", "shop"];

/** What somebody did to servers of every fleet. */
export const DONE: readonly Pick<Finding, "field" | "expected" | "observed" | "evidence">[] = [
  {
    field: "security group sg-default",
    expected: "absent",
    observed: "present",
    evidence: { drift: "security-groups" },
  },
  { field: "monitoring", expected: "basic", observed: "detailed", evidence: { drift: "monitoring" } },
];

/**
 * Fleets without servers of their own, of which the ledger says what people did to them as well. Nothing is known to be
 * wanted of them: nobody decides about them.
 */
export async function furnishNeighbours({ plan, ledger, clock, account }: ChaosWorld): Promise<void> {
  if (plan.scans?.storm == null) return;
  const now = clock.now();
  for (const fleet of NEIGHBOURS) {
    const declaration: FleetDeclaration = {
      fleet,
      template: account.template,
      image: { channel: `/images/nowhere/${fleet}` },
      traffic: { strategy: "none" },
    };
    await declareFleet(ledger, { declaration, by: "ada", now }, "absent");
    for (const each of DONE) await putFinding(ledger, fleet, standingFinding(fleet, each, now), now);
  }
}

const standingFinding = (fleet: string, done: (typeof DONE)[number], now: number): Finding => ({
  server: `i-${fleet}`,
  generation: 1,
  kind: "drift",
  ...done,
  since: now,
  dueAt: now,
  mode: "replace",
  absentIn: 0,
  isPublished: true,
});

/** Somebody lets what is held by then be acted on. */
export function scheduleAcknowledgement(chaos: ChaosWorld): void {
  const after = chaos.plan.scans?.storm?.acknowledgedAfter;
  if (after == null) return;
  const { ledger, clock, simulator, note } = chaos;
  const acknowledge = async (): Promise<void> => {
    for (const { key } of await listStorms(ledger)) {
      note(`ada acknowledges ${key}`);
      chaos.count("storm acknowledged");
      await acknowledgeStorm({ key, by: "ada", reason: "it was meant" }, { ledger, clock });
    }
  };
  simulator.world.after(after, () => void acknowledge().catch((error: unknown) => note(String(error))));
}
