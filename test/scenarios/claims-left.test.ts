import {
  CreateTagsCommand,
  DeleteTagsCommand,
  RunInstancesCommand,
  TerminateInstancesCommand,
} from "@aws-sdk/client-ec2";
import { deliverClaim } from "../../rehearsal/rehearsal.ts";
import { listEntries } from "../../src/ledger/entries.ts";
import { listFindings } from "../../src/ledger/findings.ts";
import { TAGGED, addSecurityGroup } from "../support/scenarios/drifted.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";
import { emit, sample } from "../support/scenarios/sample-event.ts";

const SAMPLE = "i-0123456789abcdef0";
const driftOf = (server: string) => sample("fleet-watch-instance-drift-detected.json", { [SAMPLE]: server });
const acts = { ...TAGGED, declaration: { drift: { "security-groups": "auto" as const } } };

const claimsLeft = async (web: Web, fleet: "web" | null = null) =>
  (await listEntries(web.ledger, fleet)).filter(({ actor }) => actor === "instance-reported");

/** Somebody launches a server with the fleet's tag by hand, beside its group. Answers its id. */
async function launchBeside({ person, account }: Web): Promise<string> {
  const { Instances = [] } = await person.ec2.send(
    new RunInstancesCommand({
      ImageId: account.image,
      InstanceType: "m7i.large",
      MinCount: 1,
      MaxCount: 1,
      SubnetId: "subnet-a",
      TagSpecifications: [{ ResourceType: "instance", Tags: [{ Key: "moult:fleet", Value: "web" }] }],
    }),
  );
  return Instances[0]?.InstanceId ?? "";
}

/** Delivered twice, it leaves one entry that says why, and nothing else. */
async function expectLeft(web: Web, event: object, why: RegExp, fleet: "web" | null = null): Promise<void> {
  await deliverClaim(event, web);
  await deliverClaim(event, web);
  await web.settled();
  expect((await claimsLeft(web, fleet)).map(({ reason }) => reason)).toEqual([expect.stringMatching(why)]);
  expect([web.states, web.changes(), await listFindings(web.ledger, "web")]).toEqual([[], [], []]);
}

scenario("a claim of a source that nobody trusts, past the rule: not looked into", acts, async (web) => {
  const event = { ...driftOf(await addSecurityGroup(web)), source: "stranger" };
  await expectLeft(
    web,
    event,
    /^stranger is no trusted source \(custom\.trustedSources in serverless\.yml\)$/,
  );
});

scenario(
  "an event that says it is moult's own begins nothing, though it comes over the bus",
  { ...acts, leaves: { forged: true } },
  async (web) => {
    const event = { ...driftOf(await addSecurityGroup(web)), source: "moult" };
    emit(web, event);
    await web.minutes(1);
    expect(await claimsLeft(web)).toEqual([]);
    await expectLeft(web, event, /^moult is no trusted source/);
  },
);

scenario("a claim about a server of another region", acts, async (web) => {
  const detail = { instance: await addSecurityGroup(web), region: "eu-west-1" };
  await expectLeft(web, { ...driftOf(""), detail }, /is in eu-west-1, the fleets are in us-east-1$/);
});

scenario("a claim about a server that never was", {}, async (web) => {
  await expectLeft(
    web,
    driftOf("i-0fedcba9876543210"),
    /^i-0fedcba9876543210 is gone: EC2 shows no such server$/,
  );
});

scenario("a claim about a server that has been terminated, which EC2 shows for an hour", {}, async (web) => {
  const server = await launchBeside(web);
  await web.person.ec2.send(new TerminateInstancesCommand({ InstanceIds: [server] }));
  await web.minutes(5);
  await expectLeft(web, driftOf(server), /^i-\w+ is gone: EC2 shows no such server$/);
});

scenario("a claim about a server that is nobody's, or of a fleet that nobody declared", acts, async (web) => {
  const Resources = [await addSecurityGroup(web)];
  const Tags = [{ Key: "moult:fleet", Value: "elsewhere" }];
  await web.person.ec2.send(new CreateTagsCommand({ Resources, Tags }));
  const event = driftOf(Resources[0] ?? "");
  await expectLeft(web, event, /is tagged moult:fleet=elsewhere, which is not declared$/);
  await web.person.ec2.send(new DeleteTagsCommand({ Resources, Tags }));
  expect(await deliverClaim(event, web)).toMatchObject({
    reason: expect.stringMatching(/does not carry the tag moult:fleet: it is in no fleet$/) as string,
  });
  await web.person.ec2.send(
    new CreateTagsCommand({ Resources, Tags: [{ Key: "moult:fleet", Value: "web" }] }),
  );
});

scenario("a claim about a server that carries the fleet's tag and is not of its group", acts, async (web) => {
  const server = await launchBeside(web);
  await web.minutes(2);
  await expectLeft(web, driftOf(server), /it is not of web, the group of the live generation 1$/, "web");
  await web.person.ec2.send(new TerminateInstancesCommand({ InstanceIds: [server] }));
});

scenario("a malformed claim is written down, and is no error", {}, async (web) => {
  const event = { ...driftOf(SAMPLE), detail: { instance: 7 } };
  await expectLeft(web, event, /^malformed event: detail\.instance: /);
  const [entry] = await claimsLeft(web);
  expect(entry?.evidence).toEqual({
    eventId: "00000000-0000-4000-8000-000000000061",
    event: JSON.stringify(event),
  });
});
