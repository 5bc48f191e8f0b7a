import { sweepOnce } from "../../rehearsal/rehearsal.ts";
import { freeze, lift } from "../../src/ledger/freezes.ts";
import { releaseLease, takeLease } from "../../src/ledger/leases.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";
import { nameAgain, outcomes } from "../support/scenarios/refused-image.ts";

/** Somebody holds the fleet, of whom no run is known; answers how they let it go. */
async function occupy({ ledger, simulator }: Web): Promise<() => Promise<unknown>> {
  const claim = { fleet: "web", owner: "somebody", now: simulator.clock.now(), ttlSeconds: 600 };
  const lease = await takeLease(ledger, claim);
  return () => releaseLease(ledger, { ...claim, fence: lease.taken ? lease.lease.fence : 0 });
}

scenario(
  "a start that finds the fleet taken, though no run is open, waits until it is free",
  {},
  async (web) => {
    const letGo = await occupy(web);
    const image = await web.bake();
    const id = await web.start({ image });
    await web.minutes(5);
    expect(web.engine.running()).toEqual([id]);
    expect((await web.entries()).at(-1)?.reason).toMatch(
      /^somebody holds the fleet until .* at the longest$/,
    );
    await letGo();
    await web.settled();
    expect(await web.liveImage()).toBe(image);
  },
);

scenario(
  "executions that are stopped before they have begun anything: the sweep tries again",
  {},
  async (web) => {
    const letGo = await occupy(web);
    const image = await web.publish();
    const [first = ""] = web.engine.running();
    web.engine.stop(first);
    await web.engine.settled(first);
    await letGo();
    await sweepOnce(web);
    await sweepOnce(web);
    expect((await web.entries()).at(-1)).toMatchObject({
      action: "leave",
      reason: expect.stringMatching(
        `^failed once, tried again after .*: execution ${first} ended before it had begun anything$`,
      ) as string,
    });
    expect(web.engine.running()).toEqual([]);
    await web.minutes(1);
    await sweepOnce(web);
    const [second = ""] = web.engine.running();
    expect(second).not.toBe(first);
    await web.settled();
    expect(await outcomes(web)).toEqual([[image, "succeeded"]]);
  },
);

scenario(
  "an execution that is stopped in Admit: undone by the sweep, and begun again by its end",
  {},
  async (web) => {
    const admitting = web.until("Admit");
    const published = web.publish();
    await admitting;
    const [first = ""] = web.engine.running();
    web.engine.stop(first);
    const image = await published;
    await web.engine.settled(first);
    // As long as a Task may still be at work.
    await web.minutes(3);
    await sweepOnce(web);
    await web.settled();
    expect(await outcomes(web)).toEqual([[image, "rolled-back"]]);
    await web.minutes(1);
    await sweepOnce(web);
    await web.settled();
    expect(await outcomes(web)).toEqual([
      [image, "succeeded"],
      [image, "rolled-back"],
    ]);
  },
);

scenario(
  "the channel is set back before Admit, and forth again after it: the image is begun at once",
  {},
  async (web) => {
    const letGo = await occupy(web);
    const image = await web.publish();
    await web.minutes(0.1);
    await web.person.putParameter(web.account.channel, web.account.image);
    await web.minutes(0.1);
    await letGo();
    await web.settled();
    expect([web.states.at(-1), await web.rollouts()]).toEqual(["NothingToDo", []]);
    await nameAgain(web, image);
    expect(await outcomes(web)).toEqual([[image, "succeeded"]]);
  },
);

scenario(
  "a freeze between the decision and Admit: refused, and begun by a sweep after it",
  {},
  async (web) => {
    const { ledger, simulator } = web;
    const letGo = await occupy(web);
    const image = await web.publish();
    const [first = ""] = web.engine.running();
    await freeze(ledger, {
      fleet: "web",
      reason: "incident",
      by: "ada",
      since: simulator.clock.now(),
      until: null,
    });
    await letGo();
    expect(await web.engine.settled(first)).toMatchObject({ error: "Refused", cause: "frozen: incident" });
    await lift(ledger, "web");
    await sweepOnce(web);
    await web.settled();
    expect(await outcomes(web)).toEqual([[image, "succeeded"]]);
  },
);

let isBlind = true;
scenario(
  "Admit may not read the account: told each time, and it begins once it may",
  {
    simulator: {
      faults: ({ action, caller }) =>
        isBlind && caller.startsWith("moult") && action === "DescribeSubnets"
          ? { kind: "error", code: "AccessDenied", status: 403, message: "not authorized" }
          : undefined,
    },
    before: async () => {
      isBlind = false;
    },
  },
  async (web) => {
    isBlind = true;
    const told: unknown[] = [];
    web.simulator.world.onEvent(({ source, detail }) => source === "moult" && told.push(detail));
    const image = await web.publish();
    await web.settled();
    await web.minutes(1);
    await sweepOnce(web);
    await web.settled();
    expect(told).toMatchObject([{ imageTo: image }, { imageTo: image }]);
    isBlind = false;
    await web.minutes(2);
    await sweepOnce(web);
    await web.settled();
    expect(await outcomes(web)).toEqual([[image, "succeeded"]]);
  },
);

scenario(
  "a person pins what runs while a rollout validates: it makes room, and is begun after the pin",
  {},
  async (web) => {
    const image = await web.publish();
    await web.until("ValidateGreen");
    const until = new Date(web.simulator.clock.now() + 3_600_000).toISOString();
    await web.start({ image: web.account.image, until, reason: "not during the sale" });
    await web.settled();
    await sweepOnce(web);
    await web.settled();
    expect(await outcomes(web)).toEqual([[image, "superseded"]]);
    await web.minutes(60);
    await sweepOnce(web);
    await web.settled();
    expect(await outcomes(web)).toEqual([
      [image, "succeeded"],
      [image, "superseded"],
    ]);
  },
);
