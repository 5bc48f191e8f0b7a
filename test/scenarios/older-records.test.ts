import { scanOnce } from "../../rehearsal/rehearsal.ts";
import { listFindings } from "../../src/ledger/findings.ts";
import { listGenerations } from "../../src/ledger/generations.ts";
import { addSecurityGroup } from "../support/scenarios/drifted.ts";
import { expect, scenario } from "../support/scenarios/harness.ts";
import { rewriteGenerationsAsSchema2 } from "../support/upgrade/stop-at-state.ts";

scenario(
  "a server was changed before moult knew of drift: found in the first scan after the upgrade, and replaced",
  { declaration: { drift: { "security-groups": "auto" } } },
  async (web) => {
    await rewriteGenerationsAsSchema2(web.ledger, "web");
    const server = await addSecurityGroup(web);
    expect(await scanOnce(web)).toBe("SUCCEEDED");
    expect(await listFindings(web.ledger, "web")).toMatchObject([
      { server, field: "security group sg-default" },
    ]);
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded", cause: { reason: "drift" } });
    await scanOnce(web);
    expect(await listFindings(web.ledger, "web")).toEqual([]);
    const [live] = await listGenerations(web.ledger, "web");
    expect(live?.generation.expectations?.["security-groups"]).toEqual({ version: 1, expected: ["sg-web"] });
  },
);
