import { openFleet, webFleet } from "../../rehearsal/fleet.ts";
import { openRehearsal, type Rehearsal } from "../../rehearsal/rehearsal.ts";
import { DEMO, FIRST_SCRIPT } from "./acts.ts";
import { type ActCounts, countsSince, totalsOf } from "./demo-counts.ts";
import { type FoundEvent, listenForFindings } from "./found-events.ts";

const FLEET = "web";
export const PIPELINE = "arn:aws:imagebuilder:us-east-1:123456789012:image-pipeline/web-golden";

/** The demo's account with its fleet, its traffic and the control plane that listens. */
export interface DemoWorld {
  readonly rehearsal: Rehearsal;
  readonly fleet: string;
  /** The rollout of the running act, or the replacement of servers in place; undefined before it began. */
  readonly run: () => string | undefined;
  /** What moult has told the bus of servers in the running act, in order. */
  readonly found: () => readonly FoundEvent[];
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
      // A scan is no rollout, and there is nothing to be seen of it.
      if (!execution.startsWith("scan-")) current = execution;
      transitions++;
    },
  });
  const { simulator, traffic } = rehearsal;
  const { account } = await simulator.drive(openDemoFleet(rehearsal));
  traffic.start({ listenerArn: account.listener, requestsPerSecond: DEMO.requestsPerSecond });
  const found = listenForFindings(simulator.world);
  let base = totalsOf(rehearsal, transitions);
  return {
    rehearsal,
    fleet: FLEET,
    run: () => current,
    found: () => found,
    begin: () => {
      current = undefined;
      found.length = 0;
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
    tagged: true,
    drainSeconds: DEMO.drain,
  } as const;
  return openFleet(rehearsal, plan, (found) => ({
    ...webFleet(found, FLEET),
    image: { imageBuilder: PIPELINE },
    bake: `${DEMO.bake}s`,
    retire: { drain: `${DEMO.drain}s` },
    age: DEMO.age,
    recycle: { by: "servers" },
    budget: { atOnce: DEMO.atOnce },
    drift: { "security-groups": "auto" },
    access: { session: "replace", after: `${DEMO.access}s` },
    deadlines: { validate: `${DEMO.validate}s` },
  }));
}
