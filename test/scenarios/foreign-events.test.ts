import { deliver, sweepOnce } from "../../rehearsal/rehearsal.ts";
import { shareImage } from "../../simulator/services/ec2/images/foreign-images.ts";
import type { FleetDeclaration } from "../../src/domain/declaration/fleet.ts";
import { listEntries } from "../../src/ledger/entries.ts";
import { readWanted } from "../../src/ledger/wanted.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";
import { outcomes } from "../support/scenarios/refused-image.ts";
import { packerSays, sample } from "../support/scenarios/sample-event.ts";

const byTags: Partial<FleetDeclaration> = { image: { tags: { role: "web" } } };
const STRANGER = "210987654321";

/** Nothing came of the event, and it is told why. */
async function expectLeft(web: Web, fleet: "web" | null, why: RegExp): Promise<void> {
  await web.settled();
  const told = (await listEntries(web.ledger, fleet)).map(({ reason }) => reason);
  expect(told).toContainEqual(expect.stringMatching(why));
  expect([web.states, web.changes()]).toEqual([[], []]);
  expect((await readWanted(web.ledger, "web")).named?.image ?? null).toBeNull();
  await sweepOnce(web);
  await web.settled();
  expect(await web.rollouts()).toEqual([]);
}

scenario("an event of another region begins nothing", {}, async (web) => {
  const image = await web.bake();
  await deliver({ ...packerSays(image), detail: { imageId: image, region: "eu-west-1" } }, web);
  await expectLeft(web, null, /^the image is in eu-west-1, the fleets are in us-east-1$/);
});

scenario(
  "an event of another account, about an image that this one does not see, begins nothing",
  {},
  async (web) => {
    const image = "ami-0fedcba9876543210";
    await deliver({ ...packerSays(image), account: STRANGER }, web);
    await expectLeft(web, null, /^ami-0fedcba9876543210 does not exist, or is not shared with this account$/);
  },
);

scenario("an event of another account about our own channel only has it read", {}, async (web) => {
  const names = { "/immutable/web-prod/ami": web.account.channel };
  const event = sample("ssm-parameter-store-change-update.json", names);
  await deliver({ ...event, account: STRANGER }, web);
  await web.settled();
  expect([web.states, web.changes()]).toEqual([[], []]);
  expect((await web.entries()).at(-1)?.reason).toMatch(/^every server runs .* already/);
});

scenario(
  "an event that names a fleet and an image of another owner, whose channel does not",
  {},
  async (web) => {
    const image = shareImage(web.simulator.world, { name: "golden", account: STRANGER, public: true });
    await deliver(packerSays(image), web);
    await expectLeft(
      web,
      "web",
      /^the event names this fleet, whose declaration does not mean ami-\w+: \/images\/web holds ami-\w+$/,
    );
  },
);

scenario(
  "a forged event of the year 9999 for an older image does not block the newer one",
  { declaration: byTags },
  async (web) => {
    web.listening = false;
    const older = await web.bake({ role: "web" });
    await web.minutes(1);
    const running = await web.bake({ role: "web" });
    await web.minutes(0.1);
    await sweepOnce(web);
    await web.settled();
    await deliver({ ...packerSays(older), time: "9999-12-31T23:59:59Z" }, web);
    await web.settled();
    expect(await outcomes(web)).toEqual([[running, "succeeded"]]);
    web.listening = true;
    const fix = await web.bake({ role: "web" });
    await web.minutes(0.1);
    await web.settled();
    expect(await outcomes(web)).toEqual([
      [fix, "succeeded"],
      [running, "succeeded"],
    ]);
  },
);

scenario(
  "a forged event of the year 9999 while nothing runs does not block what is published next",
  {},
  async (web) => {
    await deliver({ ...packerSays(web.account.image), time: "9999-12-31T23:59:59Z" }, web);
    const image = await web.publish();
    await web.settled();
    expect(await outcomes(web)).toEqual([[image, "succeeded"]]);
    expect((await web.rollout()).cause.at).toBeLessThan(web.simulator.clock.now());
  },
);

scenario(
  "a burst of a thousand events for one fleet: one rollout, and a few lines of history",
  {},
  async (web) => {
    web.listening = false;
    const image = await web.publish();
    const burst = async (from: number): Promise<void> => {
      for (let number = from; number < from + 500; number += 10)
        await Promise.all(
          Array.from({ length: 10 }, (_each, index) =>
            deliver({ ...packerSays(image), id: `event-${number + index}` }, web),
          ),
        );
    };
    await burst(0);
    await web.until("Bake");
    await burst(500);
    await web.settled();
    expect(await outcomes(web)).toEqual([[image, "succeeded"]]);
    expect(web.states.filter((state) => state === "Admit")).toHaveLength(1);
    const about = (await web.entries()).filter(({ actor }) => actor === "image-published");
    expect(about.length).toBeGreaterThan(0);
    // Ten at once do not see each other's line, in each of the phases that they meet.
    expect(about.length).toBeLessThan(40);
  },
);
