import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { addSecurityGroup } from "../../rehearsal/account.ts";
import { eventually } from "../report/eventually.ts";
import { expectSame } from "../report/expect.ts";
import { ended, expectReplaced } from "../lab/fleet-view.ts";
import type { E2eCase, Lab } from "../lab/lab.ts";

const AGED = "aged";
const DRIFTED = "drifted";
const CLAIMED = "claimed";

/** A scan as its schedule starts it. */
async function scan({ place, stack }: Pick<Lab, "place" | "stack">): Promise<void> {
  const sfn = new SFNClient(place);
  const machine = { stateMachineArn: stack.resources["Scan"], input: "{}" };
  const { executionArn } = await sfn.send(new StartExecutionCommand(machine));
  const status = await eventually({ what: "a scan has ended", seconds: 120 }, async () => {
    const { status: now } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    return now === "RUNNING" ? undefined : now;
  });
  expectSame("the scan", status, "SUCCEEDED");
}

async function driftOne({ account }: Pick<Lab, "account">, fleet: string): Promise<string> {
  const [server] = [...account.simulator.world.state.instances.values()].filter(
    ({ state, tags }) =>
      state === "running" && tags.some(({ key, value }) => key === "moult:fleet" && value === fleet),
  );
  await addSecurityGroup(account.simulator, server?.id ?? "");
  return server?.id ?? "";
}

const auto = { drift: { "security-groups": "auto" } } as const;

/** Servers that are too old, and one that was changed by hand: found by the deployed scan, and replaced. */
export const scans: E2eCase = {
  name: "age and drift, found by the deployed scan",
  fleets: [
    { name: AGED, declare: { age: { max: "1h", jitter: "0%" }, deadlines: { rollout: "30m" } } },
    { name: DRIFTED, declare: auto },
  ],
  run: async (lab) => {
    await driftOne(lab, DRIFTED);
    await scan(lab);
    for (const [fleet, reason] of [
      [AGED, "age"],
      [DRIFTED, "drift"],
    ] as const) {
      const run = await ended(lab, fleet);
      expectReplaced(lab, run, lab.account.fleets.get(fleet)?.image ?? "");
      expectSame(`why ${fleet} was replaced`, run.cause.reason, reason);
    }
  },
};

/** A trusted source says that a server has drifted: it is read before the next scan. */
export const claims: E2eCase = {
  name: "drift that a trusted source tells of",
  fleets: [{ name: CLAIMED, declare: auto }],
  run: async (lab) => {
    const instance = await driftOne(lab, CLAIMED);
    const heard = await lab.bus.put({
      version: "0",
      account: "123456789012",
      region: "us-east-1",
      time: new Date().toISOString().replace(/\.\d+Z$/, "Z"),
      source: "fleet.watch",
      "detail-type": "Instance Drift Detected",
      resources: [],
      detail: { instance },
    });
    expectSame("rules that heard it", heard, [lab.stack.resources["InstanceReported"]]);
    const run = await ended(lab, CLAIMED);
    expectReplaced(lab, run, lab.account.fleets.get(CLAIMED)?.image ?? "");
    expectSame("why it was replaced", run.cause.reason, "drift");
  },
};
