import { TerminateInstanceInAutoScalingGroupCommand } from "@aws-sdk/client-auto-scaling";
import { deliverClaim, scanOnce, sweepOnce } from "../../rehearsal/rehearsal.ts";
import { ServiceUnavailable } from "../../src/errors/errors.ts";
import { listFindings } from "../../src/ledger/findings.ts";
import { freeze, lift } from "../../src/ledger/freezes.ts";
import { addSecurityGroup, TAGGED, toldOf } from "../support/scenarios/drifted.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";
import { sample } from "../support/scenarios/sample-event.ts";

const replaced = { ...TAGGED, declaration: { drift: { "security-groups": "auto" as const } } };
const claimOf = (server: string) =>
  sample("fleet-watch-instance-drift-detected.json", { "i-0123456789abcdef0": server });

/** The function as it takes a claim when its write of this number to the ledger fails, or its answer is lost. */
function failingAt(web: Web, number: number, isWritten: boolean): Pick<Web, "runtimeOf"> {
  let writes = 0;
  let hasFailed = false;
  const put: Web["ledger"]["put"] = async (write, expected) => {
    writes += 1;
    if (writes < number || hasFailed) return web.ledger.put(write, expected);
    // Another writer may have been first: then the next one fails.
    if (isWritten) await web.ledger.put(write, expected);
    hasFailed = true;
    throw new ServiceUnavailable("the ledger is away");
  };
  return { runtimeOf: (name) => ({ ...web.runtimeOf(name), ledger: { ...web.ledger, put } }) };
}

/** Writes that a claim makes which leads to a rollout: the finding, its entry, that it was published, the start's entry, its own entry. */
for (const number of [1, 2, 3, 4, 5]) {
  for (const isWritten of [false, true]) {
    scenario(
      `a claim whose function fails at its write ${number}${isWritten ? ", which was made" : ""}, and that is delivered again: one rollout`,
      replaced,
      async (web) => {
        const published = toldOf(web, "Instance Drift Detected");
        const event = claimOf(await addSecurityGroup(web));
        await expect(deliverClaim(event, failingAt(web, number, isWritten))).rejects.toThrow("away");
        await deliverClaim(event, web);
        await web.settled();
        expect(await web.rollouts()).toMatchObject([{ outcome: "succeeded", cause: { reason: "drift" } }]);
        expect(published.length).toBeGreaterThanOrEqual(1);
        const found = (await web.entries()).filter(({ action }) => action === "finding");
        expect(found).toHaveLength(1);
      },
    );
  }
}

scenario("a claim while the fleet is frozen: found, and begun when it is lifted", replaced, async (web) => {
  const since = web.simulator.clock.now();
  await freeze(web.ledger, { fleet: "web", reason: "incident 42", by: "ada", since, until: null });
  const server = await addSecurityGroup(web);
  expect(await deliverClaim(claimOf(server), web)).toMatchObject({ rollout: null });
  expect(await listFindings(web.ledger, "web")).toMatchObject([{ server, isPublished: true }]);
  expect([web.states, web.changes()]).toEqual([[], []]);
  await lift(web.ledger, "web");
  await sweepOnce(web);
  await web.settled();
  expect(await web.rollouts()).toMatchObject([{ outcome: "succeeded", cause: { reason: "drift" } }]);
});

scenario("the same claim twice at the same instant: one rollout", replaced, async (web) => {
  const event = claimOf(await addSecurityGroup(web));
  await Promise.all([deliverClaim(event, web), deliverClaim(event, web)]);
  await web.settled();
  expect(await web.rollouts()).toHaveLength(1);
  expect(await listFindings(web.ledger, "web")).toHaveLength(1);
});

scenario("a claim beside a scan that finds the same: one rollout", replaced, async (web) => {
  const event = claimOf(await addSecurityGroup(web));
  await Promise.all([scanOnce(web), deliverClaim(event, web)]);
  await web.settled();
  expect(await web.rollouts()).toMatchObject([{ outcome: "succeeded" }]);
});

scenario(
  "a claim about a server that ends while it is read: nothing is begun that the next scan would not begin",
  replaced,
  async (web) => {
    const server = await addSecurityGroup(web);
    const [answer] = await Promise.all([
      deliverClaim(claimOf(server), web),
      web.person.autoScaling.send(
        new TerminateInstanceInAutoScalingGroupCommand({
          InstanceId: server,
          ShouldDecrementDesiredCapacity: false,
        }),
      ),
    ]);
    expect(answer).toMatchObject({ instance: server });
    await web.settled();
    for (let scans = 0; scans < 3; scans += 1) {
      await web.minutes(15);
      await scanOnce(web);
      await web.settled();
    }
    expect(
      await listFindings(web.ledger, "web").then((all) => all.filter((each) => each.server === server)),
    ).toEqual([]);
  },
);
