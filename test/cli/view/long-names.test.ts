import { expect, test } from "vitest";
import { headerLines } from "../../../cli/view/header.ts";
import { fleetView } from "../../../src/views/fleet/fleet-view.ts";
import { rollout } from "../../support/cli/records.ts";

const NOW = Date.UTC(2026, 10, 21, 12);
const NOTHING = {
  declared: undefined,
  frozen: undefined,
  standing: undefined,
  dueFirst: null,
  now: NOW,
  except: [],
  findings: [],
  storms: [],
  rollouts: [],
  retirements: [],
  generations: [],
  entries: [],
  outbox: { pending: [], taken: [], attention: [] },
};

test.each(["first-run", "payments-eu"])(
  "a name as long as %s stands apart from what is said of it",
  (fleet) => {
    const titleOf = (running: ReturnType<typeof rollout> | undefined): string => {
      const [line = []] = headerLines(fleetView({ ...NOTHING, fleet, rollout: running }), NOW);
      return line.map(({ text }) => text).join("");
    };
    expect(titleOf(undefined)).toBe(`${fleet} no rollout`);
    expect(titleOf(rollout({ fleet }))).toMatch(new RegExp(`^${fleet} image · `));
  },
);
