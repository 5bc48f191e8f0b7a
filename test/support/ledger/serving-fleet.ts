import { declareFleet } from "../../../src/ledger/fleets.ts";
import { writeGeneration } from "../../../src/ledger/generations.ts";
import type { Ledger } from "../../../src/ledger/ledger.ts";
import { generation } from "../cli/records.ts";

/** Declares the fleet `web`, without a load balancer, and gives it a generation that is live. */
export async function serveWeb(ledger: Ledger): Promise<void> {
  const [template, image, traffic] = ["lt-0abc", { channel: "/web" }, { strategy: "none" as const }];
  const declaration = { fleet: "web", template, image, traffic };
  await declareFleet(ledger, { declaration, by: "ada", now: 0 }, "any");
  await writeGeneration(ledger, generation({}), "any");
}
