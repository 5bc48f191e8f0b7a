import { expect, test } from "vitest";
import { fleetSchema } from "../../../src/domain/declaration/fleet.ts";
import { pinInForce } from "../../../src/domain/decide/wanted.ts";
import { writeGeneration } from "../../../src/ledger/generations.ts";
import { changeWanted, readWanted } from "../../../src/ledger/wanted.ts";
import { openSqliteLedger } from "../../../src/ledger/stores/sqlite-ledger.ts";
import { decideAgain } from "../../../src/rollout/admission/decide-again.ts";
import { takeAsk } from "../../../src/rollout/admission/take-ask.ts";
import { generation } from "../../support/cli/records.ts";
import {
  CHANNEL,
  NEW,
  NEWEST,
  NOW,
  named,
  OLD,
  ONLY_LOOKS,
  pinned,
} from "../../support/domain/decide/states.ts";
import { fakeWork } from "../../support/rollout/fake-work.ts";

const fleet = fleetSchema.parse({
  fleet: "web",
  template: "lt-0abc",
  image: { channel: "/images/web" },
  traffic: { strategy: "none" },
});

/** A fleet that runs OLD, in an account whose channel holds NEW; a person asks for NEWEST. */
async function asking({
  channel = (): unknown => ({ Parameters: [{ Name: "/images/web", Value: NEW }] }),
} = {}) {
  const ledger = openSqliteLedger(":memory:");
  await writeGeneration(ledger, generation({ image: OLD }), "absent");
  const { work, sent } = fakeWork({
    ledger,
    answers: {
      GetParameters: channel,
      DescribeLaunchTemplates: () => ({
        LaunchTemplates: [{ LaunchTemplateId: "lt-0abc", DefaultVersionNumber: 1 }],
      }),
      DescribeImages: ({ ImageIds }) => ({
        Images: (ImageIds as string[]).map((ImageId) => ({
          ImageId,
          State: "available",
          Architecture: "arm64",
          CreationDate: "2026-11-01T00:00:00.000Z",
        })),
      }),
    },
  });
  const context = { ...work.context, ledger, clock: { now: () => NOW } };
  const ask = { ...ONLY_LOOKS, image: NEWEST, by: "ada", reason: "kernel fix" };
  return { ledger, context: context as never, sent, asked: { fleet, execution: "web-asked-1", ask } };
}
const begun = async (context: never) => {
  const again = await decideAgain(fleet, true, context);
  return "decision" in again && again.decision.act === "start" ? again.decision.target.image : again;
};

test("a person's image is begun where nobody has read the channel before", async () => {
  const { context, asked, ledger } = await asking();
  expect(await takeAsk(asked, context)).toBeNull();
  expect((await readWanted(ledger, "web")).pin).toMatchObject({ image: NEWEST, insteadOf: NEW });
  expect(await begun(context)).toBe(NEWEST);
});

test("a person's image is begun though the event of the channel's newest was lost", async () => {
  const { context, asked, ledger } = await asking();
  await changeWanted(ledger, "web", (before) => ({ ...before, named: named(OLD) }));
  expect(await takeAsk(asked, context)).toBeNull();
  expect(await begun(context)).toBe(NEWEST);
});

test("a pin is made also where nobody can read what the declaration names", async () => {
  const { context, asked, ledger } = await asking({
    channel: () => {
      throw new Error("socket hang up");
    },
  });
  expect(await takeAsk(asked, context)).toBeNull();
  expect(pinInForce(await readWanted(ledger, "web"), CHANNEL, NOW)?.image).toBe(asked.ask.image);
  expect(await begun(context)).toBe(asked.ask.image);
});

test("a pin of a request that waited in an older ledger outlives the first read", async () => {
  const { context, ledger } = await asking();
  await changeWanted(ledger, "web", (before) => ({ ...before, pin: pinned(NEWEST, { insteadOf: null }) }));
  expect(await begun(context)).toBe(NEWEST);
  const wanted = await readWanted(ledger, "web");
  expect(pinInForce(wanted, CHANNEL, NOW)?.insteadOf).toBe(NEW);
  expect(pinInForce({ ...wanted, named: named(OLD) }, CHANNEL, NOW)).toBeNull();
});

test("an ask that was taken before costs no call and changes nothing", async () => {
  const { context, asked, ledger, sent } = await asking();
  await takeAsk(asked, context);
  const before = await readWanted(ledger, "web");
  sent.splice(0);
  expect(await takeAsk(asked, context)).toBeNull();
  expect(sent).toEqual([]);
  expect(await readWanted(ledger, "web")).toEqual(before);
});
