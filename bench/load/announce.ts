import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { deliver, type Rehearsal } from "../../rehearsal/rehearsal.ts";
import type { BusEvent } from "../../simulator/world/world.ts";
import type { ExecutionStarter } from "../../src/step/step.ts";

/** The one that all fleets follow. */
export const CHANNEL = "/images/shared";
/** What a StartExecution takes. An assumption: AWS gives no figure. */
const START_MS = 30;
/** Lambda tries an event three times in all, after one minute and after two (LDG/invocation-async-error-handling). */
const AGAIN_AFTER_MS = [60_000, 120_000];
/** Until Systems Manager tells of the new value: its check of the image takes a moment. */
const EVENT_MS = 10_000;

interface Announced {
  /** When the event was delivered. */
  readonly since: number;
  /** By fleet, the execution that the event started. */
  readonly started: ReadonlyMap<string, string>;
}

/** Puts the image on the channel and delivers the one event of it to imagePublished, as the rule and Lambda would. */
export async function announceImage(
  rehearsal: Rehearsal,
  image: string,
  onStart: () => void,
): Promise<Announced> {
  const { simulator } = rehearsal;
  const event = await putOnChannel(rehearsal, image);
  const started = new Map<string, string>();
  const starter: ExecutionStarter = {
    start: async (machine, name, input) => {
      await simulator.clock.sleep(START_MS);
      onStart();
      started.set(input.fleet, name);
      return rehearsal.engine.start(machine, name, input);
    },
  };
  const runtime = { ...rehearsal.runtime, starter };
  const since = simulator.clock.now();
  await deliverWithRetries(event, { ...rehearsal, runtime, runtimeOf: () => runtime });
  return { since, started };
}

async function putOnChannel({ simulator }: Rehearsal, Value: string): Promise<BusEvent> {
  const events: BusEvent[] = [];
  simulator.world.onEvent((event) => events.push(event));
  const parameter = { Name: CHANNEL, Value, Type: "String", DataType: "aws:ec2:image" } as const;
  await simulator.open(SSMClient, { name: "platform-team" }).send(new PutParameterCommand(parameter));
  const until = simulator.clock.now() + EVENT_MS;
  for (;;) {
    const event = events.find(({ source }) => source === "aws.ssm");
    if (event !== undefined) return event;
    if (simulator.clock.now() > until) throw new Error(`No event says that ${CHANNEL} has a new value.`);
    await simulator.clock.sleep(100);
  }
}

async function deliverWithRetries(event: BusEvent, rehearsal: Rehearsal): Promise<void> {
  for (const pause of [...AGAIN_AFTER_MS, null]) {
    try {
      await deliver(event, rehearsal);
      return;
    } catch (error) {
      if (pause === null) throw error;
      await rehearsal.simulator.clock.sleep(pause);
    }
  }
}
