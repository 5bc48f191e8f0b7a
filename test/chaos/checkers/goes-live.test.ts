import { expect, test } from "vitest";
import type { CheckerInput } from "../../../chaos/checkers/checker-input.ts";
import { goesLive } from "../../../chaos/checkers/invariants/outcomes/goes-live.ts";
import { emptyView } from "../../../chaos/world/ledger-view.ts";
import { generation } from "../../support/cli/records.ts";

const MINUTE = 60_000;
const DECLARATION = { bake: "5m", steps: ["100%"], pause: "0s", deadlines: { launch: "5m", validate: "5m" } };

interface World {
  readonly disturbances?: ReadonlyMap<string, number>;
  readonly tags?: Readonly<Record<string, string>>;
  readonly frozenUntil?: number;
  readonly quarantined?: ReadonlySet<string>;
  /** From which minute on the image is live. */
  readonly liveFrom?: number;
}

/** After how many minutes it is said that the image on the channel does not go live. */
function saidAfter(world: World): number | undefined {
  const checker = goesLive();
  let now = 0;
  const image = {
    architecture: "x86_64",
    state: "available",
    tags: Object.entries(world.tags ?? {}).map(([key, value]) => ({ key, value })),
  };
  const view = emptyView();
  view.fleet = {} as CheckerInput["view"]["fleet"];
  const input = {
    plan: { fleet: { declaration: DECLARATION, firstGeneration: false, strategy: "none" } },
    account: { channel: "/images/web", template: "lt-0abc", pairs: [] },
    disturbances: world.disturbances ?? new Map(),
    view,
    deciding: {
      since: (from: number) => [
        {
          from,
          to: now,
          wanted: { named: { image: "ami-0bbb" }, template: null, pin: null, launchedBefore: null },
          except: [],
          attempts: { number: 1, last: [] },
          findings: [],
          storms: [],
          quarantined: world.quarantined ?? new Set(),
          freezes: now < (world.frozenUntil ?? 0) ? [{ since: 0, until: world.frozenUntil }] : [],
          live:
            now < (world.liveFrom ?? Infinity) * MINUTE
              ? generation({})
              : generation({ number: 7, image: "ami-0bbb" }),
          open: undefined,
          unsettled: undefined,
          mayBeBraked: () => false,
        },
      ],
    },
    world: {
      now: () => now,
      state: {
        parameters: new Map([["/images/web", { value: "ami-0bbb" }]]),
        launchTemplates: new Map([["lt-0abc", { defaultVersion: 1 }]]),
        images: new Map([["ami-0bbb", image]]),
        groups: new Map([["web-g0006", { deleting: false }]]),
      },
    },
  } as unknown as CheckerInput;
  view.generations.set(6, generation({}));
  for (let minute = 1; minute <= 300; minute += 1) {
    now = minute * MINUTE;
    if (checker.written?.("-", input) !== undefined) return minute;
  }
  return undefined;
}

test("a good image that never goes live is missed in bound", () => {
  // Two sweeps and a step that is late, launch, validation, bake.
  expect(saidAfter({})).toBe(32);
  expect(saidAfter({ liveFrom: 25 })).toBeUndefined();
});

test("not while it is frozen, held, or bad", () => {
  expect(saidAfter({ frozenUntil: 60 * MINUTE })).toBeGreaterThan(90);
  expect(saidAfter({ quarantined: new Set(["ami-0bbb"]) })).toBeUndefined();
  expect(saidAfter({ tags: { "sim:http-status": "503" } })).toBeUndefined();
});

test("as long after what disturbed it last as that holds up, and at once after what disturbs nobody", () => {
  expect(saidAfter({ disturbances: new Map([["servers-vanish", 10 * MINUTE]]) })).toBe(101);
  expect(saidAfter({ disturbances: new Map([["engine-dies", 10 * MINUTE]]) })).toBe(76);
  expect(saidAfter({ disturbances: new Map([["lambda-dies before", 10 * MINUTE]]) })).toBe(51);
  expect(saidAfter({ disturbances: new Map([["clock-skew", 10 * MINUTE]]) })).toBe(32);
});
