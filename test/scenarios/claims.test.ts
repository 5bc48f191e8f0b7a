import { scanOnce } from "../../rehearsal/rehearsal.ts";
import { listFindings } from "../../src/ledger/findings.ts";
import {
  TAGGED,
  addSecurityGroup,
  firstServer,
  setSecurityGroups,
  toldOf,
} from "../support/scenarios/drifted.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";
import { emit, sample } from "../support/scenarios/sample-event.ts";

const replaced = { ...TAGGED, declaration: { drift: { "security-groups": "auto" as const } } };
const SAMPLE = "i-0123456789abcdef0";
const driftOf = (server: string) => sample("fleet-watch-instance-drift-detected.json", { [SAMPLE]: server });
const ageOf = (server: string) =>
  sample("fleet-watch-instance-age-threshold-reached.json", { [SAMPLE]: server });

/** Puts the event on the bus, and resolves when all that comes of it has ended. */
async function claim(web: Web, event: ReturnType<typeof sample>): Promise<void> {
  emit(web, event);
  await web.minutes(0.1);
  await web.settled();
}

scenario(
  "a server that a trusted source reports has drifted: it is replaced before any scan",
  replaced,
  async (web) => {
    const told = toldOf(web, "Instance Drift Detected");
    const server = await addSecurityGroup(web);
    await claim(web, driftOf(server));
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded", imageTo: web.account.image });
    expect((await web.rollout()).cause).toMatchObject({ reason: "drift", by: "moult" });
    const detail = { fleet: "web", instance: server, expected: "absent", observed: "present" };
    expect(told).toEqual([expect.objectContaining(detail)]);
    await scanOnce(web);
    await web.settled();
    expect(await web.rollouts()).toHaveLength(1);
  },
);

scenario(
  "a server that a trusted source reports is too old: judged by its launch, not by the claim",
  { ...TAGGED, declaration: { age: { max: "5h", jitter: "0%" } } },
  async (web) => {
    const server = firstServer(web);
    await claim(web, ageOf(server));
    expect(await listFindings(web.ledger, "web")).toEqual([]);
    await web.minutes(5 * 60);
    await claim(web, ageOf(server));
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded", cause: { reason: "age" } });
  },
);

scenario(
  "the same claim twice, of what is only observed: one finding, one event, one entry",
  TAGGED,
  async (web) => {
    const told = toldOf(web, "Instance Drift Detected");
    const server = await addSecurityGroup(web);
    await claim(web, driftOf(server));
    const [findings, entries] = [await listFindings(web.ledger, "web"), await web.entries()];
    expect(findings).toHaveLength(1);
    await claim(web, driftOf(server));
    expect([await listFindings(web.ledger, "web"), await web.entries()]).toEqual([findings, entries]);
    expect([told.length, web.states]).toEqual([1, []]);
  },
);

scenario(
  "a claim about a server that was put right lifts its own findings and no others",
  TAGGED,
  async (web) => {
    const [first, second] = [...web.simulator.world.state.instances.keys()];
    for (const id of [first ?? "", second ?? ""]) await setSecurityGroups(web, id, ["sg-web", "sg-default"]);
    await scanOnce(web);
    expect(await listFindings(web.ledger, "web")).toHaveLength(2);
    await setSecurityGroups(web, first ?? "", ["sg-web"]);
    await claim(web, driftOf(first ?? ""));
    expect(await listFindings(web.ledger, "web")).toMatchObject([{ server: second, absentIn: 0 }]);
    expect((await web.entries()).at(-1)?.reason).toBe(
      `fleet.watch reported ${first}: nothing is found any more`,
    );
  },
);

scenario("a claim while a rollout changes the fleet is left to the scan after it", replaced, async (web) => {
  await web.publish();
  await web.until("ValidateGreen");
  const server = await addSecurityGroup(web);
  await claim(web, driftOf(server));
  const [told] = (await web.entries()).filter(({ actor }) => actor === "instance-reported");
  expect(told?.reason).toMatch(/is changing the fleet, a scan after it judges the server$/);
  expect(await web.rollouts()).toHaveLength(1);
});
