import { sweepOnce } from "../../rehearsal/rehearsal.ts";
import { readExcept } from "../../src/ledger/except.ts";
import { isQuarantined } from "../../src/ledger/image-verdicts.ts";
import { retryRollout } from "../../src/operator/retry-rollout.ts";
import { readFleetView } from "../../src/views/fleet/read-fleet-view.ts";
import { statusOf } from "../../src/views/rollout/status.ts";
import { asking, deskOf } from "../support/scenarios/asks.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";
import { nameAgain, outcomes } from "../support/scenarios/refused-image.ts";

/** What `moult status --output json` prints. */
const status = async ({ ledger, simulator }: Web) =>
  statusOf(await readFleetView(ledger, { fleet: "web", id: undefined, now: simulator.clock.now() }));

/** A day of sweeps, one every quarter of an hour, with events of the channel between them. */
async function sweepForADay(web: Web, image: string): Promise<void> {
  for (let quarter = 0; quarter < 96; quarter++) {
    await web.minutes(15);
    await sweepOnce(web);
    if (quarter % 24 === 0) await nameAgain(web, image);
  }
  await web.settled();
}

scenario(
  "what was aborted while the channel names it: not begun again in a day of sweeps and events, in status with the way to retry, and retried",
  {},
  async (web) => {
    const image = await web.publish();
    await web.until("ValidateGreen");
    await web.abort("not on a Friday");
    await web.settled();
    await sweepForADay(web, image);
    expect(await outcomes(web)).toEqual([[image, "rolled-back"]]);
    expect(await status(web)).toMatchObject({
      except: [{ image, by: "ada", reason: "not on a Friday" }],
      wanted: { image },
      decision: {
        act: "leave",
        because: "except",
        reason: expect.stringMatching(
          `^ada refused ${image} on .*: not on a Friday; moult rollout retry web begins it again$`,
        ) as string,
        nextAt: null,
      },
    });
    const held = (await web.entries()).filter(({ action }) => action === "leave");
    expect(held.map(({ kind }) => kind)).toEqual(["decision", "event"]);
    await retryRollout({ fleet: "web", image, ask: asking() }, deskOf(web, "retried"));
    await web.settled();
    expect(await outcomes(web)).toEqual([
      [image, "succeeded"],
      [image, "rolled-back"],
    ]);
    expect((await status(web)).except).toEqual([]);
  },
);

const SICK = { "sim:healthy-seconds": "never" };

scenario(
  "a rollback that quarantines its image: a day of sweeps begins nothing",
  { declaration: { deadlines: { validate: "2m" } } },
  async (web) => {
    const image = await web.publish(SICK);
    await web.settled();
    await sweepForADay(web, image);
    expect(await outcomes(web)).toEqual([[image, "rolled-back"]]);
    expect(await isQuarantined(web.ledger, image, "web")).toBe(true);
    expect(await status(web)).toMatchObject({
      decision: {
        because: "quarantine",
        reason: expect.stringContaining(
          `moult quarantine lift ${image} --fleet web --reason <text> lets it out`,
        ) as string,
      },
    });
  },
);

scenario(
  "a rollback that quarantines nothing refuses its image for this fleet: a day of sweeps begins nothing",
  { declaration: { deadlines: { validate: "2m" }, onFailure: { quarantine: false } } },
  async (web) => {
    const image = await web.publish(SICK);
    await web.settled();
    const { id, outcomeReason } = await web.rollout();
    expect(await readExcept(web.ledger, "web")).toMatchObject([
      { image, templateVersion: 1, by: `rollout ${id}`, reason: outcomeReason },
    ]);
    await sweepForADay(web, image);
    expect(await outcomes(web)).toEqual([[image, "rolled-back"]]);
    expect(await isQuarantined(web.ledger, image, "web")).toBe(false);
    expect((await status(web)).decision).toMatchObject({ because: "except" });
  },
);

/** In service after a quarter of an hour, healthy after another: each in its own time, and both too long for the whole. */
const SLOW = { "sim:boot-seconds": "900", "sim:healthy-seconds": "900" };

scenario(
  "a deadline that ends a rollout refuses its image, until a person retries it",
  { declaration: { deadlines: { launch: "18m", validate: "18m", rollout: "20m" } } },
  async (web) => {
    const image = await web.publish(SLOW);
    await web.settled();
    await sweepForADay(web, image);
    expect(await outcomes(web)).toEqual([[image, "rolled-back"]]);
    const newer = await web.publish(SLOW);
    await web.settled();
    expect(await outcomes(web)).toEqual([
      [newer, "rolled-back"],
      [image, "rolled-back"],
    ]);
  },
);
