import { sweepOnce } from "../../rehearsal/rehearsal.ts";
import { giveGreen } from "../support/scenarios/give-weights.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";

/** How many states were entered while it was paused for six days from this phase on. */
async function pausedFor(web: Web, phase: "LaunchGreen" | "ValidateGreen", days: number): Promise<number> {
  await web.publish();
  await web.until(phase);
  await web.steer("pause", { seconds: days * 86_400 });
  await web.minutes(15);
  const before = web.states.length;
  for (let day = 0; day < days - 1; day += 1) {
    await web.minutes(1440);
    await sweepOnce(web);
  }
  return web.states.length - before;
}

scenario(
  "what is paused before it launches waits six days at no cost, and is resumed by a bell",
  {},
  async (web) => {
    expect(await pausedFor(web, "LaunchGreen", 7)).toBe(0);
    await web.steer("resume");
    await sweepOnce(web);
    await web.minutes(1);
    expect((await web.rollout()).milestones.launched).toBeDefined();
  },
);

scenario(
  "green without users is looked at once an hour in a pause, and an abort is heard at once",
  {},
  async (web) => {
    // A day had 1,150 looks of nine events each; it has 24 of nine states, 31 events.
    expect(await pausedFor(web, "ValidateGreen", 3)).toBeLessThan(2 * 25 * 9);
    const at = web.simulator.clock.now();
    await web.abort("not this one");
    await sweepOnce(web);
    await web.settled();
    const { failure, endedAt } = await web.rollout();
    expect(failure).toMatchObject({ error: "Aborted" });
    expect((endedAt ?? Infinity) - at).toBeLessThan(15 * 60_000);
  },
);

scenario(
  "a green that somebody gives traffic in a pause, and that answers nowhere, is looked at by the next sweep",
  {},
  async (web) => {
    await web.publish({ "sim:healthy-seconds": "200000" });
    await web.until("ValidateGreen");
    await web.steer("pause", { seconds: 2 * 86_400 });
    await web.minutes(15);
    await giveGreen(web, 100);
    await sweepOnce(web);
    await web.minutes(3);
    expect((await web.entries()).some(({ action }) => action === "return-early-traffic")).toBe(true);
    await web.abort();
    await sweepOnce(web);
    await web.settled();
  },
);
