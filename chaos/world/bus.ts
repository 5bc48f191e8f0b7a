import { isForImagePublished, isForInstanceReported } from "../../rehearsal/deployed.ts";
import type { BusEvent } from "../../simulator/world/world.ts";
import type { ChaosWorld } from "./world.ts";

/** How often one delivery of an event is tried; then it is in the dead-letter queue, until somebody redrives that. */
const RETRY_SECONDS = [0, 60, 120];
const SWEEP_SECONDS = 300;

/** What becomes of an event on its way to its function: when it arrives, once for each time that it does. */
type Delivery = (event: BusEvent) => readonly number[];

export interface Bus {
  /** Events lie in the dead-letter queue, or are on their way. */
  readonly pending: () => number;
  /** Changes what becomes of events; the last one counts. */
  disturb(delivery: Delivery): void;
  /** Somebody hands over what lies in the dead-letter queue. */
  redrive(): void;
}

/** EventBridge: brings events to the function that takes images and to the sweep, and calls the sweep by the clock. */
export function openBus(chaos: ChaosWorld): Bus {
  const { world } = chaos.simulator;
  const { bring, ...queue } = openQueue(chaos);
  let delivery: Delivery = () => [0];
  chaos.onBusEvent((event) => {
    const target = targetOf(event);
    if (target === undefined || chaos.controlPlanes.length === 0) return;
    const arrivals = chaos.faultsEnded ? [0] : delivery(event);
    chaos.note(`event ${event["detail-type"]} of ${event.source} arrives ${arrivals.length} times`);
    for (const seconds of arrivals) {
      if (target !== "sweep") bring(event, seconds);
      else world.after(seconds, () => sweepAll(chaos));
    }
  });
  const tick = (): void => {
    sweepAll(chaos);
    world.after(SWEEP_SECONDS, tick);
  };
  world.after(SWEEP_SECONDS, tick);
  return { ...queue, disturb: (next) => void (delivery = next) };
}

interface Queue extends Pick<Bus, "pending" | "redrive"> {
  /** Brings an event to the first control plane in so many seconds; to the dead-letter queue when no try succeeds. */
  readonly bring: (event: BusEvent, seconds: number) => void;
}

function openQueue(chaos: ChaosWorld): Queue {
  const { world } = chaos.simulator;
  const dead: BusEvent[] = [];
  let pending = 0;
  const later = (seconds: number, act: () => void): void => {
    pending += 1;
    world.after(seconds, act);
  };
  const tryOnce = (event: BusEvent, attempt: number): void => {
    const [controlPlane] = chaos.controlPlanes;
    const work =
      controlPlane === undefined
        ? Promise.reject(new Error("no control plane lives"))
        : controlPlane.deliver(event);
    const settled = (): void => void (pending -= 1);
    const taken = (): void => {
      settled();
      takeDown(event, chaos);
    };
    // A control plane that dies never answers: the event has a time limit of its own.
    const late = new Promise((_, reject) => world.after(120, () => reject(new Error("no answer"))));
    Promise.race([work, late]).then(taken, () => {
      settled();
      const wait = RETRY_SECONDS[attempt + 1];
      if (wait === undefined) dead.push(event);
      else later(wait, () => tryOnce(event, attempt + 1));
    });
  };
  return {
    bring: (event, seconds) => later(seconds, () => tryOnce(event, 0)),
    pending: () => pending + dead.length,
    redrive: () => {
      for (const event of dead.splice(0)) later(0, () => tryOnce(event, 0));
    },
  };
}

/** That somebody was let into a server has come through. */
function takeDown({ detail, time }: BusEvent, { input, clock }: ChaosWorld): void {
  const { requestParameters: asked = {} } = detail as {
    readonly requestParameters?: Record<string, unknown>;
  };
  for (const login of input.logins) {
    const isOf = [asked["target"], asked["instanceId"]].includes(login.server);
    if (isOf && Date.parse(time) === Math.floor(login.at / 1000) * 1000) login.takenAt ??= clock.now();
  }
}

const BROKEN = new Set(["FAILED", "TIMED_OUT", "ABORTED"]);

function targetOf(event: BusEvent): "image-published" | "instance-reported" | "sweep" | undefined {
  if (event.source === "aws.states") return BROKEN.has(String(event.detail["status"])) ? "sweep" : undefined;
  if (event.source === "aws.ec2" && event["detail-type"].startsWith("EC2 Instance")) return undefined;
  if (isForImagePublished(event)) return "image-published";
  return isForInstanceReported(event) ? "instance-reported" : undefined;
}

/** A sweep that fails is tried again by the next one. */
function sweepAll(chaos: ChaosWorld): void {
  for (const controlPlane of chaos.controlPlanes) {
    controlPlane
      .sweep()
      .catch((error: unknown) => chaos.note(`${controlPlane.name} sweep failed: ${String(error)}`));
  }
}
