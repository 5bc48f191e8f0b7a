import { sweepOnce } from "../../rehearsal/rehearsal.ts";
import { readOutbox } from "../../src/ledger/outbox/outbox.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";
import { outcomes } from "../support/scenarios/refused-image.ts";

const HOUR = 3_600_000;
const SHARED = "arn:aws:ssm:us-east-1:999999999999:document/Freeze";

/** A calendar that is open but for so many hours from now on. */
function put({ simulator: { world } }: Web, hours: number, name = "Freeze"): void {
  // AWS names whole seconds.
  const from = Math.floor(world.now() / 1000) * 1000;
  const arn = name.startsWith("arn:") ? name : world.arn("ssm", `document/${name}`);
  const events = hours === 0 ? [] : [{ from, to: from + hours * HOUR }];
  world.state.documents.set(arn, {
    name,
    type: "ChangeCalendar",
    calendar: { type: "DEFAULT_OPEN", events },
  });
}
const lastLeave = async (web: Web) =>
  (await web.entries()).findLast(({ action, kind }) => action === "leave" && kind === "decision");
const askedOf = ({ simulator }: Web): number =>
  simulator.calls.records.filter(({ action }) => action === "GetCalendarState").length;

scenario(
  "an image waits for a change calendar, shared by another account, until that opens",
  { declaration: { windows: { calendar: SHARED } }, before: async (web) => put(web, 0, SHARED) },
  async (web) => {
    put(web, 20, SHARED);
    const opens = Math.floor(web.simulator.clock.now() / 1000) * 1000 + 20 * HOUR;
    await sweepOnce(web);
    const states = web.states.length;
    const image = await web.publish();
    await web.settled();
    expect(await lastLeave(web)).toMatchObject({
      reason: expect.stringContaining(`change calendar ${SHARED} is closed until`) as string,
      evidence: { because: "window", nextAt: opens },
    });
    await web.minutes(19 * 60);
    await sweepOnce(web);
    expect(web.states.length).toBe(states);
    await web.minutes(70);
    await sweepOnce(web);
    await web.settled();
    expect(await outcomes(web)).toEqual([[image, "succeeded"]]);
  },
);

scenario(
  "a calendar that is closed between the decision and the begin keeps the run from beginning",
  { declaration: { windows: { calendar: "Freeze", fits: false } }, before: async (web) => put(web, 0) },
  async (web) => {
    put(web, 0);
    await sweepOnce(web);
    put(web, 5);
    // What decides on the event has the sweep's reading, by which it is open.
    await web.publish();
    await web.settled();
    expect(await outcomes(web)).toEqual([]);
    expect(await lastLeave(web)).toMatchObject({
      reason: expect.stringContaining("is closed until") as string,
    });
  },
);

scenario(
  "a calendar that is not there is closed, told of once, and binds no person",
  { declaration: { windows: { calendar: "Frieze" } }, before: async (web) => put(web, 0, "Frieze") },
  async (web) => {
    // It is deleted after the adoption, which asks for it.
    web.simulator.world.state.documents.clear();
    await web.publish();
    for (let count = 0; count < 3; count += 1) await sweepOnce(web);
    await web.settled();
    expect(await outcomes(web)).toEqual([]);
    expect(await lastLeave(web)).toMatchObject({
      reason: expect.stringMatching(
        /cannot be read, and counts as closed: GetCalendarState failed with InvalidDocument/,
      ) as string,
      evidence: { because: "calendar" },
    });
    const { attention } = await readOutbox(web.ledger, "web");
    expect(attention).toMatchObject([{ kind: "unread-calendar", endedAt: null }]);
    await web.start({ force: true });
    await web.settled();
    expect((await web.rollout()).outcome).toBe("succeeded");
    put(web, 0, "Frieze");
    await sweepOnce(web);
    expect((await readOutbox(web.ledger, "web")).attention).toMatchObject([
      { endedAt: expect.any(Number) as number },
    ]);
  },
);

scenario(
  "a sweep asks for a calendar once, however many times it comes to it",
  { declaration: { windows: { calendar: "Freeze" } }, before: async (web) => put(web, 0) },
  async (web) => {
    put(web, 20);
    const before = askedOf(web);
    await sweepOnce(web);
    expect(askedOf(web)).toBe(before + 1);
    await sweepOnce(web);
    expect(askedOf(web)).toBe(before + 1);
    await web.minutes(5);
    await sweepOnce(web);
    expect(askedOf(web)).toBe(before + 2);
  },
);
