import { expect, test } from "vitest";
import { statusOf } from "../../../src/views/rollout/status.ts";
import { entry, generation, rollout, STEADY } from "../../support/cli/records.ts";

const view = {
  fleet: "web",
  explanation: STEADY,
  rollout: undefined,
  steps: [100],
  generations: [generation({})],
  entries: [entry({})],
  frozen: undefined,
  standing: undefined,
  findings: [],
  ageDue: null,
  attention: [],
  unsent: null,
  retirements: [],
  except: [{ image: "ami-0bbb", templateVersion: 1, since: 1, by: "ada", reason: "wrong image" }],
};

test("the status has null for what there is not, and no servers where they were not read", () => {
  expect(statusOf(view)).toEqual({
    fleet: "web",
    explanation: STEADY,
    frozen: null,
    attention: [],
    unsent: null,
    rollout: null,
    recycle: null,
    holder: null,
    retirements: [],
    generations: [generation({})],
    except: view.except,
    wanted: null,
    decision: null,
    findings: { count: 0, mostUrgent: [] },
    ageDue: null,
  });
});

test("the status says what the fleet should be, and what is decided about it", () => {
  const wanted = { image: "ami-0bbb", templateVersion: 1, by: "channel /images/web", pin: null };
  const decision = { act: "leave", because: "frozen", reason: "frozen: audit", nextAt: 7 } as const;
  expect(statusOf({ ...view, standing: { wanted, decision } })).toMatchObject({ wanted, decision });
});

test("the status has the freeze, the rollout and the servers", () => {
  const frozen = { scope: "fleet", reason: "test", by: "ada", since: 1, until: null } as const;
  const server = { id: "i-1", zone: "a", generation: 6, state: "healthy", ageSeconds: null } as const;
  expect(statusOf({ ...view, rollout: rollout({}), frozen, servers: [server] })).toEqual({
    fleet: "web",
    explanation: STEADY,
    frozen,
    attention: [],
    unsent: null,
    rollout: rollout({}),
    recycle: null,
    holder: null,
    retirements: [],
    generations: [generation({})],
    except: view.except,
    wanted: null,
    decision: null,
    findings: { count: 0, mostUrgent: [] },
    ageDue: null,
    servers: [server],
  });
});
