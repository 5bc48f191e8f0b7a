import { sweepOnce } from "../../rehearsal/rehearsal.ts";
import { setZoneCapacity } from "../../simulator/services/ec2/instances/launch.ts";
import { readExcept } from "../../src/ledger/except.ts";
import { isQuarantined } from "../../src/ledger/image-verdicts.ts";
import { retryRollout } from "../../src/operator/retry-rollout.ts";
import { readFleetView } from "../../src/views/fleet/read-fleet-view.ts";
import { asking, deskOf } from "../support/scenarios/asks.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";
import { outcomes } from "../support/scenarios/refused-image.ts";

const ZONES = ["us-east-1a", "us-east-1b"];

function setCapacity({ simulator }: Web, hasCapacity: boolean): void {
  for (const zone of ZONES) setZoneCapacity(simulator.world, zone, hasCapacity);
}

/** What moult publishes of its rollouts, in order. */
function published(web: Web): string[] {
  const types: string[] = [];
  web.simulator.world.onEvent((event) => {
    if (event.source === "moult") types.push(event["detail-type"]);
  });
  return types;
}

/** Sweeps every minute until a rollout begins; answers how many minutes that took. */
async function minutesUntilTried(web: Web): Promise<number> {
  const before = web.states.length;
  for (let minutes = 0; ; minutes++) {
    await sweepOnce(web);
    await web.simulator.clock.sleep(1000);
    if (web.states.length > before) return minutes;
    if (minutes > 1000) throw new Error("nothing was tried again");
    await web.minutes(1);
  }
}

/** What is told of a rollout that goes through, with its three steps. */
const SUCCEEDED = ["Rollout Started", ...Array<string>(3).fill("Traffic Shifted"), "Rollout Succeeded"];

scenario(
  "no capacity: tried again after a minute, then two, then more, told each time, until there is some",
  {},
  async (web) => {
    const told = published(web);
    setCapacity(web, false);
    const image = await web.publish();
    await web.settled();
    expect((await web.entries()).at(-1)).toMatchObject({
      action: "leave",
      reason: expect.stringMatching(/^failed once, tried again after \d+s: .*sufficient capacity/) as string,
      evidence: { because: "back-off", nextAt: expect.any(Number) as number },
    });
    expect(await minutesUntilTried(web)).toBe(1);
    await web.settled();
    expect(await minutesUntilTried(web)).toBe(2);
    await web.settled();
    setCapacity(web, true);
    // Four, cut by up to a quarter.
    expect(await minutesUntilTried(web)).toBe(3);
    await web.settled();
    expect(await outcomes(web)).toEqual([
      [image, "succeeded"],
      [image, "rolled-back"],
      [image, "rolled-back"],
      [image, "rolled-back"],
    ]);
    const failed = ["Rollout Started", "Rollout Rolled Back"];
    expect(told).toEqual([...failed, ...failed, ...failed, ...SUCCEEDED]);
    expect(await isQuarantined(web.ledger, image, "web")).toBe(false);
    expect(await readExcept(web.ledger, "web")).toEqual([]);
  },
);

scenario("no room at Admit: refused, told, and begun by a sweep once there is room", {}, async (web) => {
  const told = published(web);
  const subnets = [...web.simulator.world.state.subnets.values()];
  const free = subnets.map(({ freeAddresses }) => freeAddresses);
  for (const subnet of subnets) subnet.freeAddresses = 1;
  const image = await web.publish();
  await web.settled();
  expect(await minutesUntilTried(web)).toBe(1);
  await web.settled();
  for (const [index, subnet] of subnets.entries()) subnet.freeAddresses = free[index] ?? 0;
  expect(await minutesUntilTried(web)).toBe(2);
  await web.settled();
  expect(await outcomes(web)).toEqual([[image, "succeeded"]]);
  expect(told).toEqual(["Rollout Refused", "Rollout Refused", ...SUCCEEDED]);
});

scenario("whoever retries does not wait for the next try", {}, async (web) => {
  setCapacity(web, false);
  const image = await web.publish();
  await web.settled();
  setCapacity(web, true);
  const now = web.simulator.clock.now();
  const view = await readFleetView(web.ledger, { fleet: "web", id: undefined, now });
  expect(view.standing?.decision).toMatchObject({ act: "leave", because: "back-off" });
  await retryRollout({ fleet: "web", image, ask: asking() }, deskOf(web, "retried"));
  await web.settled();
  expect(await outcomes(web)).toEqual([
    [image, "succeeded"],
    [image, "rolled-back"],
  ]);
});

scenario("a newer image waits for no failure of an older one", {}, async (web) => {
  setCapacity(web, false);
  const image = await web.publish();
  await web.settled();
  setCapacity(web, true);
  const newer = await web.publish();
  await web.settled();
  expect(await outcomes(web)).toEqual([
    [newer, "succeeded"],
    [image, "rolled-back"],
  ]);
});

let isDenied = true;
scenario(
  "a permission that is missing: tried again after a while, and it succeeds once it is given",
  {
    simulator: {
      faults: ({ action, caller }) =>
        isDenied && caller.startsWith("moult") && action === "CreateAutoScalingGroup"
          ? { kind: "error", code: "AccessDenied", status: 403, message: "not authorized" }
          : undefined,
    },
  },
  async (web) => {
    const image = await web.publish();
    await web.settled();
    expect(await outcomes(web)).toEqual([[image, "rolled-back"]]);
    isDenied = false;
    expect(await minutesUntilTried(web)).toBe(1);
    await web.settled();
    expect(await outcomes(web)).toEqual([
      [image, "succeeded"],
      [image, "rolled-back"],
    ]);
  },
);
