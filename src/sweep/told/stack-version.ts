import { readStackVersion, writeStackVersion } from "../../ledger/sweep/stack-version.ts";
import { keepForSweep } from "../../step/outbox/publish.ts";
import type { SweepContext } from "../context.ts";

/** Says once that another version is deployed than the last sweep was of. Who sweeps from a shell is no stack. */
export async function keepUpgrade({ ledger, clock, version }: SweepContext): Promise<void> {
  if (version === undefined) return;
  const known = await readStackVersion(ledger);
  if (known?.version === version) return;
  const now = clock.now();
  if (known !== undefined) {
    const { version: from, since } = known;
    const sentence = `moult ${version} is deployed, after ${from}; runs go on with it at their next step`;
    const detail = {
      from,
      to: version,
      sentence,
      since: new Date(now).toISOString(),
      next: ["moult doctor"],
    };
    const event = { id: `stack-upgraded-${from}-${version}-${since}`, detailType: "Stack Upgraded", detail };
    await keepForSweep(null, [event], { ledger, clock });
  }
  await writeStackVersion(ledger, { version, since: now });
}
