import { isControlPlane, sweepOnce } from "../../rehearsal/rehearsal.ts";
import { readFleetView } from "../../src/views/fleet/read-fleet-view.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";
import { outcomes } from "../support/scenarios/refused-image.ts";

/** Calls to what servers are made of and stand behind. */
const ofServers = ({ simulator }: Web): number =>
  simulator.calls.records.filter(
    ({ caller, service, action }) =>
      isControlPlane(caller) &&
      ["ec2", "autoscaling", "elasticloadbalancing"].includes(service) &&
      !["DescribeAutoScalingGroups", "DescribeLaunchTemplates", "DescribeListeners"].includes(action) &&
      !["DescribeTargetHealth", "DescribeTargetGroups", "DescribeTargetGroupAttributes"].includes(action) &&
      !["DescribeRules", "DescribeInstances"].includes(action),
  ).length;

/** Sweeps every hour as long as nothing begins; answers how many hours that took. */
async function hoursUntilBegun(web: Web): Promise<number> {
  const before = web.states.length;
  for (let hours = 0; ; hours++) {
    await sweepOnce(web);
    await web.simulator.clock.sleep(1000);
    if (web.states.length > before) return hours;
    if (hours > 400) throw new Error("nothing was begun");
    await web.minutes(60);
  }
}

/** Why nothing was begun, as it was decided last. */
const lastLeave = async (web: Web) =>
  (await web.entries()).findLast(({ action, kind }) => action === "leave" && kind === "decision");

// The account's clock begins on Friday 2026-11-20, 10:00 UTC.
scenario(
  "an image waits 58 hours for its window: nothing is begun, held or changed, and it is said until when",
  { declaration: { windows: { allow: ["Sun 20:00-24:00"] } } },
  async (web) => {
    const [states, calls] = [web.states.length, ofServers(web)];
    const image = await web.publish();
    await web.settled();
    expect(await lastLeave(web)).toMatchObject({
      reason: expect.stringContaining("the next window to begin in opens at 2026-11-22 20:00:00Z") as string,
      evidence: { because: "window", nextAt: Date.UTC(2026, 10, 22, 20) },
    });
    const told = () => web.published.filter((event) => event["detail-type"] === "Rollout Waiting");
    const entries = (await web.entries()).length;
    for (let hours = 0; hours < 57; hours += 1) {
      await web.minutes(60);
      await sweepOnce(web);
    }
    expect([web.states.length, ofServers(web)]).toEqual([states, calls]);
    expect((await web.entries()).length).toBe(entries);
    expect(told()).toMatchObject([{ detail: { waitsFor: "window", nextAt: "2026-11-22T20:00:00.000Z" } }]);
    const view = await readFleetView(web.ledger, {
      fleet: "web",
      id: undefined,
      now: web.simulator.clock.now(),
    });
    expect(view.standing?.decision).toMatchObject({ because: "window" });
    expect(await hoursUntilBegun(web)).toBeLessThanOrEqual(1);
    await web.settled();
    expect(await outcomes(web)).toEqual([[image, "succeeded"]]);
  },
);

scenario(
  "a person does not wait for the window, and a run that has begun in it is not ended by its end",
  { declaration: { windows: { deny: ["2026-11-20T10:05/2026-11-30"] } } },
  async (web) => {
    await web.start({ force: true });
    await web.settled();
    expect((await web.rollout()).outcome).toBe("succeeded");
  },
);

scenario(
  "the third image of a day waits until the first is a day ago, and the newest of those that waited is taken",
  { declaration: { budget: { perDay: 2 } } },
  async (web) => {
    const images: string[] = [];
    for (let count = 0; count < 2; count += 1) {
      images.push(await web.publish());
      await web.settled();
    }
    await web.publish();
    await web.settled();
    expect(await lastLeave(web)).toMatchObject({
      reason: expect.stringContaining("2 of 2 runs a day have begun: the next one may begin at") as string,
      evidence: { because: "budget" },
    });
    const newest = await web.publish();
    await web.settled();
    expect(await hoursUntilBegun(web)).toBeGreaterThan(22);
    await web.settled();
    const ended = new Map(await outcomes(web));
    expect(ended).toEqual(new Map([...images, newest].map((image) => [image, "succeeded"])));
  },
);
