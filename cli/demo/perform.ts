import { AutoScalingClient, SuspendProcessesCommand } from "@aws-sdk/client-auto-scaling";
import { addSecurityGroup, registerImage } from "../../rehearsal/account.ts";
import { type Rehearsal, scanOnce } from "../../rehearsal/rehearsal.ts";
import { logIn } from "../../simulator/services/ec2/connect/logins.ts";
import type { Simulator } from "../../simulator/simulator.ts";
import { publishBuild } from "../../simulator/services/imagebuilder/builds.ts";
import type { InstanceRecord } from "../../simulator/services/ec2/state.ts";
import { ageDueAt } from "../../src/domain/age/due-at.ts";
import { readFleet } from "../../src/ledger/fleets.ts";
import { type Act, DEMO } from "./acts.ts";
import { type DemoWorld, PIPELINE } from "./demo-world.ts";

const CALM_MS = 300_000;
/** How many servers are too old when the scan looks. */
const TOO_OLD = 2;

/** Lets pass what has to pass before an act, which nobody has to watch. */
export async function prepare({ happens }: Act, { rehearsal, fleet }: DemoWorld): Promise<void> {
  const { clock } = rehearsal.simulator;
  if (typeof happens !== "string") return;
  // The alarm that the bad image set off calms down, and a scan looks at what the acts before have made of the fleet.
  await clock.sleep(CALM_MS);
  await scanOnce(rehearsal);
  if (happens !== "days pass") return;
  const age = (await readFleet(rehearsal.ledger, fleet))?.fleet.age;
  if (age === undefined) throw new Error("The demo fleet declares no age.");
  const due = running(rehearsal).map((server) => ageDueAt(server, age));
  await clock.sleep((due.toSorted((a, b) => a - b)[TOO_OLD - 1] ?? 0) + 1000 - clock.now());
}

/** Brings about what happens in the act, and waits until what it leads to has ended. */
export async function perform({ happens }: Act, { rehearsal }: DemoWorld): Promise<void> {
  const { world, clock } = rehearsal.simulator;
  const first = running(rehearsal)[0]?.id ?? "";
  if (happens === "change by hand") await addSecurityGroup(rehearsal.simulator, first);
  if (happens === "login") {
    logIn(world, first, { by: "alice" });
    await clock.sleep(DEMO.access * 1000);
  }
  if (typeof happens === "string") await scanOnce(rehearsal);
  else await publish(happens, rehearsal);
  await rehearsal.settled();
  // The last requests of the act are still under way, and nothing else is.
  await clock.sleep(5000);
}

/** Publishes an image as Image Builder does. */
async function publish(
  { build, script }: Exclude<Act["happens"], string>,
  rehearsal: Rehearsal,
): Promise<void> {
  await publishBuildOf(rehearsal, { build, script, pipeline: PIPELINE, name: "web-golden" });
}

/** The same for any fleet of a demo. */
export const publishImage = (
  rehearsal: Rehearsal,
  { fleet, pipeline, version, script }: DemoImage,
): Promise<void> =>
  publishBuildOf(rehearsal, {
    build: `arn:aws:imagebuilder:us-east-1:123456789012:image/${fleet}-golden/${version}/1`,
    script,
    pipeline,
    name: `${fleet}-golden`,
  });

interface DemoImage {
  readonly fleet: string;
  readonly pipeline: string;
  readonly version: string;
  readonly script: Readonly<Record<string, string>>;
}

async function publishBuildOf(
  rehearsal: Rehearsal,
  {
    build,
    script,
    pipeline,
    name,
  }: Pick<DemoImage, "script" | "pipeline"> & Record<"build" | "name", string>,
): Promise<void> {
  const { simulator } = rehearsal;
  // The image and its build are the pipeline's work; only the build's event is to be heard.
  rehearsal.listening = false;
  const image = await registerImage(simulator, `${name} ${build.split("/").at(-2)}`, script);
  await simulator.clock.sleep(1000);
  rehearsal.listening = true;
  publishBuild(simulator.world, { arn: build, amis: [{ image }], pipelineArn: pipeline });
}

/** Somebody forbids a group to replace servers that are ill. */
export async function suspendReplacing({ open }: Simulator, group: string): Promise<void> {
  const processes = ["ReplaceUnhealthy", "HealthCheck"];
  const command = new SuspendProcessesCommand({ AutoScalingGroupName: group, ScalingProcesses: processes });
  await open(AutoScalingClient, { name: "platform-team" }).send(command);
}

const running = ({ simulator }: Rehearsal): InstanceRecord[] =>
  [...simulator.world.state.instances.values()].filter(({ state }) => state === "running");
