import { EC2Client, ModifyInstanceAttributeCommand } from "@aws-sdk/client-ec2";
import { scanOnce } from "../../rehearsal/rehearsal.ts";
import { listFindings } from "../../src/ledger/findings.ts";
import { expect, scenario } from "../support/scenarios/harness.ts";
import type { Web } from "../support/scenarios/harness.ts";

/** Somebody adds a security group to the first server by hand. */
async function addSecurityGroup({ simulator, account }: Web): Promise<string> {
  const [server] = [...simulator.world.state.instances.values()].filter(({ state }) => state === "running");
  const InstanceId = server?.id ?? "";
  const ec2 = simulator.open(EC2Client, { name: "grace" });
  void account;
  await ec2.send(new ModifyInstanceAttributeCommand({ InstanceId, Groups: ["sg-web", "sg-default"] }));
  return InstanceId;
}

scenario("a scan of a fleet that is as it was launched finds nothing", {}, async (web) => {
  expect(await scanOnce(web)).toBe("SUCCEEDED");
  const before = (await web.entries()).length;
  expect(await scanOnce(web)).toBe("SUCCEEDED");
  expect(await listFindings(web.ledger, "web")).toEqual([]);
  expect((await web.entries()).length).toBe(before);
});

scenario(
  "a security group that somebody added by hand: the fleet is replaced by the same image",
  { declaration: { drift: { "security-groups": "auto" } } },
  async (web) => {
    const server = await addSecurityGroup(web);
    await scanOnce(web);
    await web.settled();
    const rollout = await web.rollout();
    expect(rollout).toMatchObject({ outcome: "succeeded", imageTo: web.account.image });
    expect(rollout.cause.reason).toBe("drift");
    expect(rollout.cause.serves.join()).toContain(server);
    await scanOnce(web);
    await web.settled();
    expect(await web.rollouts()).toHaveLength(1);
    expect(await listFindings(web.ledger, "web")).toEqual([]);
  },
);

scenario(
  "servers that are older than the fleet may get: replaced by the same image, once",
  { declaration: { age: { max: "5h", jitter: "10%" } } },
  async (web) => {
    await scanOnce(web);
    expect(await web.rollouts()).toEqual([]);
    await web.minutes(5 * 60);
    await scanOnce(web);
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded", cause: { reason: "age" } });
    await scanOnce(web);
    await web.settled();
    expect(await web.rollouts()).toHaveLength(1);
  },
);

scenario(
  "a drift that comes back on a server launched to be rid of it: told, and not replaced by the same again",
  { declaration: { drift: { "security-groups": "auto" } } },
  async (web) => {
    await addSecurityGroup(web);
    await scanOnce(web);
    await web.settled();
    expect(await web.rollouts()).toHaveLength(1);
    const server = await addSecurityGroup(web);
    await scanOnce(web);
    await web.settled();
    await scanOnce(web);
    await web.settled();
    expect(await web.rollouts()).toHaveLength(1);
    const [finding] = await listFindings(web.ledger, "web");
    expect(finding).toMatchObject({ server, mode: "report", evidence: { needs: "another image" } });
    const told = (await web.entries()).filter(({ action }) => action === "finding");
    expect(told.at(-1)?.reason).toMatch(
      /servers were replaced for it before, so the fleet needs another image$/,
    );
    expect(told).toHaveLength(2);
    // With another image it is begun again.
    const image = await web.publish();
    await web.settled();
    expect(await web.liveImage()).toBe(image);
  },
);

scenario(
  "drift that is observed only is told, and nothing is replaced for it",
  { declaration: { drift: { "security-groups": "observe", tags: "approve" } } },
  async (web) => {
    const server = await addSecurityGroup(web);
    await scanOnce(web);
    await web.settled();
    expect(await web.rollouts()).toEqual([]);
    expect(await listFindings(web.ledger, "web")).toMatchObject([
      { server, mode: "report", isPublished: true },
    ]);
  },
);
