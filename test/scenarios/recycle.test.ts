import { scanOnce } from "../../rehearsal/rehearsal.ts";
import { listFindings } from "../../src/ledger/findings.ts";
import { recycles } from "../../src/ledger/runs/recycles.ts";
import { addSecurityGroup } from "../support/scenarios/drifted.ts";
import { expect, scenario } from "../support/scenarios/harness.ts";

const declaration = { drift: { "security-groups": "auto" }, recycle: {} } as const;

scenario(
  "one drifted server of four is replaced in place, and the others serve on",
  { declaration },
  async (web) => {
    const server = await addSecurityGroup(web);
    await scanOnce(web);
    await web.settled();
    expect(await web.rollouts()).toEqual([]);
    const [recycle] = await recycles.list(web.ledger, "web");
    expect(recycle?.run).toMatchObject({ outcome: "succeeded", replaced: [server] });
    expect(web.simulator.world.state.instances.get(server)?.state).toMatch(/shutting-down|terminated/);
    expect(await listFindings(web.ledger, "web")).toEqual([]);
  },
);
