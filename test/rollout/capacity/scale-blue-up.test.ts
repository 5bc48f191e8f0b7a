import { expect, test } from "vitest";
import type { Hold } from "../../../src/domain/run/rollout.ts";
import { AccessDenied, Rejected, Throttled } from "../../../src/errors/errors.ts";
import { quarantine } from "../../../src/ledger/image-verdicts.ts";
import type { Ledger } from "../../../src/ledger/ledger.ts";
import { openSqliteLedger } from "../../../src/ledger/stores/sqlite-ledger.ts";
import { scaleBlueUp } from "../../../src/rollout/capacity/sync-capacity.ts";
import { generation } from "../../support/cli/records.ts";
import { BLUE, fakeWork, GREEN, groupOf } from "../../support/rollout/fake-work.ts";

interface More {
  readonly refusal?: Error;
  readonly ledger?: Ledger;
  readonly holds?: readonly Hold[];
  /** Servers of the fleet, as the rollout knows them. */
  readonly size?: number;
}

/** Beside a green of three servers, a blue of fewer is made to grow. */
async function grow(blue: object, { refusal, ledger, holds = [], size = 2 }: More = {}) {
  const groups = new Map([
    [BLUE, groupOf(BLUE, ["i-b1"], blue)],
    [GREEN, groupOf(GREEN, ["i-g1"], { desired: 3 })],
  ]);
  const fake = fakeWork({
    answers: {
      UpdateAutoScalingGroup: () => {
        if (refusal) throw refusal;
        return {};
      },
    },
    record: { holds: [...holds], size },
    ...(ledger && { ledger }),
  });
  const error = await scaleBlueUp(groups, fake.work).catch((caught: unknown) => caught);
  return { ...fake, error, resized: fake.sent.map(({ input }) => input), held: fake.work.run().holds };
}

const hold = (was: number, heldMin: number): Hold => ({
  group: BLUE,
  kind: "minimum",
  originalMin: was,
  heldMin,
  processes: [],
});

test("blue is made as large as green, its maximum too if need be", async () => {
  const roomy = await grow({ desired: 2, minSize: 1, maxSize: 3 });
  expect(roomy.resized).toEqual([{ AutoScalingGroupName: BLUE, MinSize: 3 }]);
  expect(roomy.held).toEqual([hold(1, 3)]);
  expect(roomy.reasons).toEqual([[expect.stringMatching(/^green has 3 /u), { blue: 2 }]]);
  const full = await grow({ desired: 2, minSize: 1, maxSize: 2 });
  expect(full.resized).toEqual([{ AutoScalingGroupName: BLUE, MinSize: 3, MaxSize: 3 }]);
});

test("blue is made as large as the floor asks for, where both sides have been made smaller since", async () => {
  const { resized, reasons } = await grow({ desired: 2, minSize: 1, maxSize: 9 }, { size: 5 });
  expect(resized).toEqual([{ AutoScalingGroupName: BLUE, MinSize: 5 }]);
  expect(reasons).toEqual([[expect.stringMatching(/^the fleet's floor is 5 /u), { blue: 2 }]]);
});

test("it is asked again until it is read to be so, and held once, over what was held before", async () => {
  const again = await grow({ desired: 2, minSize: 2 }, { holds: [hold(1, 3)] });
  expect(again.notes).toEqual([]);
  expect(again.resized).toHaveLength(1);
  const higher = await grow({ desired: 2, minSize: 2 }, { holds: [hold(1, 2)] });
  expect(higher.notes).toEqual([["hold", `hold minimum of ${BLUE}`, expect.anything()]]);
  expect(higher.held).toEqual([hold(1, 3)]);
});

test("a blue that is large enough, or on its way out, is left as it is", async () => {
  for (const blue of [{ desired: 3 }, { desired: 1, deleting: true }]) {
    const { resized, held } = await grow(blue);
    expect([resized, held]).toEqual([[], []]);
  }
});

test("nothing is launched of an image in quarantine", async () => {
  const ledger = openSqliteLedger(":memory:");
  const { image } = generation({});
  await quarantine(ledger, {
    imageId: image,
    reach: null,
    fleet: null,
    rollout: null,
    reason: "doubts",
    at: 1,
  });
  expect((await grow({ desired: 2 }, { ledger })).resized).toEqual([]);
});

test("a refusal is passed over, since traffic must not wait for it; another failure is one", async () => {
  for (const refusal of [new Rejected("no"), new AccessDenied("no")])
    expect((await grow({ desired: 2 }, { refusal })).error).toBeUndefined();
  expect((await grow({ desired: 2 }, { refusal: new Throttled("slow") })).error).toBeInstanceOf(Throttled);
});
