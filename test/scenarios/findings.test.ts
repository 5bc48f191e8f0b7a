import { EC2Client, ModifyInstanceAttributeCommand } from "@aws-sdk/client-ec2";
import { scanOnce, sweepOnce } from "../../rehearsal/rehearsal.ts";
import { dryRunRollout } from "../../src/engine/dry-run/plan.ts";
import { declareFleet, readFleet } from "../../src/ledger/fleets.ts";
import { putFinding } from "../../src/ledger/findings.ts";
import { changeStorm } from "../../src/ledger/found/storms.ts";
import { acknowledgeStorm } from "../../src/operator/acknowledge-storm.ts";
import { readAgeDue } from "../../src/views/findings/read-age-due.ts";
import { readFindings } from "../../src/views/findings/read-findings.ts";
import { historyRows } from "../../src/views/history/history-rows.ts";
import { finding, storm as aStorm } from "../support/cli/findings.ts";
import { asking } from "../support/scenarios/asks.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";

const HOUR = 3_600_000;

/** Somebody adds a security group to the first server by hand. */
async function addSecurityGroup({ simulator }: Web): Promise<string> {
  const [server] = [...simulator.world.state.instances.values()].filter(({ state }) => state === "running");
  const InstanceId = server?.id ?? "";
  const ec2 = simulator.open(EC2Client, { name: "grace" });
  await ec2.send(new ModifyInstanceAttributeCommand({ InstanceId, Groups: ["sg-web", "sg-default"] }));
  return InstanceId;
}

const findingsOf = ({ ledger, simulator }: Web) =>
  readFindings(ledger, { fleet: "web", now: simulator.clock.now() });

/** Every write to the ledger, from now on. */
function watchWrites(web: Web): string[] {
  const written: string[] = [];
  const put = web.ledger.put.bind(web.ledger);
  web.ledger.put = (write, expected) => {
    written.push(write.sort);
    return put(write, expected);
  };
  return written;
}

scenario(
  "which server is due first for its age is known after one scan, and written once",
  { declaration: { age: { max: "20h", jitter: "10%" } } },
  async (web) => {
    expect(await readAgeDue(web.ledger, "web")).toBeNull();
    await scanOnce(web);
    const due = await readAgeDue(web.ledger, "web");
    const servers = [...web.simulator.world.state.instances.values()];
    const launchedAt = servers.find(({ id }) => id === due?.server)?.launchedAt ?? 0;
    expect(due?.at).toBeGreaterThan(launchedAt + 18 * HOUR - 60_000);
    expect(due?.at).toBeLessThanOrEqual(launchedAt + 20 * HOUR + 60_000);
    const written = watchWrites(web);
    await scanOnce(web);
    expect(written).toEqual([]);
    // The command line shows when it is due by what is declared now, before the next scan.
    const declared = await readFleet(web.ledger, "web");
    const declaration = { ...declared?.declaration, age: { max: "40h", jitter: "0%" } } as never;
    await declareFleet(web.ledger, { declaration, by: "ada", now: 1 }, declared?.revision ?? 0);
    expect((await readAgeDue(web.ledger, "web"))?.at).toBeGreaterThan(launchedAt + 39 * HOUR);
    const plan = await dryRunRollout({ fleet: "web", ask: asking({}) }, web.runtime);
    expect(plan).toMatchObject({ verdict: "nothing-to-do", ageDue: { server: due?.server } });
  },
);

scenario(
  "a server that is observed to drift is in the findings and in the history, and stays",
  { declaration: { drift: { "security-groups": "observe" } } },
  async (web) => {
    const server = await addSecurityGroup(web);
    await scanOnce(web);
    await web.settled();
    expect(await web.rollouts()).toEqual([]);
    expect((await findingsOf(web)).findings).toMatchObject([
      { server, field: "security group sg-default", observed: "present", consequence: "observed" },
    ]);
    const rows = historyRows(await web.entries()).filter(({ action }) => action?.startsWith("finding"));
    expect(rows).toMatchObject([
      {
        action: `finding ${server}`,
        kind: "evidence",
        by: "scan",
        reason: `${server}: security group sg-default is present, expected absent; observed`,
      },
    ]);
  },
);

scenario(
  "a finding that a storm holds is acted on by the next sweep after somebody has acknowledged it",
  { declaration: { drift: { "security-groups": "auto" } } },
  async (web) => {
    const storm = { ...aStorm(), since: web.simulator.clock.now() };
    await changeStorm(web.ledger, storm.key, () => storm);
    await putFinding(web.ledger, "web", finding({ generation: 1, since: 1, dueAt: 1 }), 1);
    await sweepOnce(web);
    await web.settled();
    expect((await findingsOf(web)).findings).toMatchObject([{ consequence: "held" }]);
    expect(await web.rollouts()).toEqual([]);
    await acknowledgeStorm({ key: storm.key, by: "ada", reason: "on purpose" }, web.runtime);
    expect((await findingsOf(web)).findings).toMatchObject([{ consequence: "replaced" }]);
    await sweepOnce(web);
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded", cause: { reason: "drift" } });
  },
);
