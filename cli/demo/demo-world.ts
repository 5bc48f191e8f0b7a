import { registerImage } from "../../rehearsal/account.ts";
import { openFleet, webFleet } from "../../rehearsal/fleet.ts";
import { openRehearsal, type Rehearsal } from "../../rehearsal/rehearsal.ts";
import { publishBuild } from "../../simulator/services/imagebuilder/builds.ts";
import type { ExecutionResult } from "../../src/engine/execution.ts";
import { type Act, DEMO, FIRST_SCRIPT } from "./acts.ts";
import { type ActCounts, countsSince, totalsOf } from "./demo-counts.ts";

const FLEET = "web";
const PIPELINE = "arn:aws:imagebuilder:us-east-1:123456789012:image-pipeline/web-golden";

/** The demo's account with its fleet, its traffic and the control plane that listens. */
export interface DemoWorld {
  readonly rehearsal: Rehearsal;
  readonly fleet: string;
  /** The rollout of the running act; undefined before it began. */
  readonly rollout: () => string | undefined;
  /** An act begins: counts start from here. */
  readonly begin: () => void;
  /** What the running act has taken so far. */
  readonly counts: () => ActCounts;
}

/** Sets up the fleet `web` of six servers in two zones behind a load balancer, adopts it and lets requests in. */
export async function openDemoWorld(): Promise<DemoWorld> {
  let transitions = 0;
  let current: string | undefined;
  const rehearsal = openRehearsal({
    seed: 1,
    onState: (execution) => {
      current = execution;
      transitions++;
    },
  });
  const { simulator, traffic } = rehearsal;
  const { account } = await simulator.drive(openDemoFleet(rehearsal));
  traffic.start({ listenerArn: account.listener, requestsPerSecond: DEMO.requestsPerSecond });
  let base = totalsOf(rehearsal, transitions);
  return {
    rehearsal,
    fleet: FLEET,
    rollout: () => current,
    begin: () => {
      current = undefined;
      base = totalsOf(rehearsal, transitions);
    },
    counts: () => countsSince(base, totalsOf(rehearsal, transitions), rehearsal),
  };
}

function openDemoFleet(rehearsal: Rehearsal): ReturnType<typeof openFleet> {
  const plan = {
    name: FLEET,
    servers: DEMO.servers,
    image: FIRST_SCRIPT,
    loadBalancer: "application",
    checkIntervalSeconds: 5,
    drainSeconds: DEMO.drain,
  } as const;
  return openFleet(rehearsal, plan, (found) => ({
    ...webFleet(found, FLEET),
    image: { imageBuilder: PIPELINE },
    bake: `${DEMO.bake}s`,
    retire: { drain: `${DEMO.drain}s` },
    deadlines: { validate: `${DEMO.validate}s` },
  }));
}

/** Publishes the act's image as Image Builder does and waits until the rollout that it starts has ended. */
export async function perform(act: Act, { rehearsal }: DemoWorld): Promise<ExecutionResult | undefined> {
  const { simulator, ended } = rehearsal;
  const before = ended.length;
  // The image and its build are the pipeline's work; only the build's event is to be heard.
  rehearsal.listening = false;
  const image = await registerImage(simulator, `web-golden ${act.build.split("/").at(-2)}`, act.script);
  await simulator.clock.sleep(1000);
  rehearsal.listening = true;
  publishBuild(simulator.world, { arn: act.build, amis: [{ image }], pipelineArn: PIPELINE });
  await rehearsal.settled();
  // The last requests of the act are still under way, and nothing else is.
  await simulator.clock.sleep(5000);
  return ended[before]?.result ?? undefined;
}
