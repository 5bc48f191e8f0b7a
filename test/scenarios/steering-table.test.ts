import { type Deed, deeds } from "../../src/domain/steering/do-input.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";
import {
  SAID,
  STATES,
  STEERED,
  type StateName,
  type SteeredState,
} from "../support/scenarios/steered-states.ts";

/** The state that the execution of the act ends in, and how its output says what came of it. */
type Outcome = readonly ["Done" | "NothingToDo" | "Replaced" | "RolledBack", RegExp];
type Outcomes = Readonly<Record<Deed, Outcome>>;

const done = (said: RegExp): Outcome => ["Done", said];
const noop = (said: RegExp): Outcome => ["NothingToDo", said];

const AT_REST: Outcomes = {
  pause: noop(/^no rollout of web runs, so there is nothing to pause: moult freeze web/),
  resume: noop(/^no rollout of web runs, so there is nothing to resume$/),
  promote: noop(/^no rollout of web runs, so there is nothing to promote: moult rollout start web/),
  abort: noop(/^no rollout of web runs, so there is nothing to abort$/),
  rollback: noop(/^nothing is known to have run before generation 1 .*--image <ami>/),
  retry: noop(/^(nobody refused ami-\w+ for web|the declaration of web names no image now)/),
  settle: noop(/^web needs no person: nothing is to be settled$/),
  freeze: done(/^web is frozen until /),
  unfreeze: noop(/^web is not frozen by itself$/),
  approve: noop(/^nothing of web waits for an approval; nothing was changed$/),
  reject: noop(/^nothing of web waits for an approval; nothing was changed$/),
};
const OPEN: Outcomes = {
  ...AT_REST,
  pause: done(/takes no step forward until .* \(10m\), and then goes on by itself/),
  resume: noop(/ is not paused, it is in \w+: .*moult rollout take-up web/),
  promote: done(/goes on without gates that were not asked yet/),
  abort: done(/ will roll back at its next look; ami-\w+ is begun again only by moult rollout retry web$/),
  rollback: done(/ will roll back at its next look/),
  settle: noop(/ runs, and only one that needs a person can be settled/),
};
const PAUSED: Outcomes = {
  ...OPEN,
  pause: noop(/ is paused already, by ada until /),
  resume: done(/ goes on at its next look$/),
};
const RELEASED: Outcomes = {
  ...OPEN,
  pause: noop(/ has released blue and finishes: no step is left to pause$/),
  resume: noop(/ has released blue and finishes: no step is left to resume$/),
  promote: noop(/ has released blue and finishes: no step is left to promote$/),
  abort: noop(
    / has released blue, and the only way is forward: moult rollout rollback web --reason <text> --confirm web goes back to ami-/,
  ),
  rollback: noop(/^what was asked for is kept; /),
};
const BACK: Outcomes = {
  ...OPEN,
  pause: noop(/ rolls back: ada asked for that \(changed my mind\); nothing of that is left to pause$/),
  resume: noop(/; nothing of that is left to resume$/),
  promote: noop(/; nothing of that is left to promote; moult rollout retry web begins it again afterwards$/),
  abort: noop(/ rolls back already: ada asked for that on /),
  rollback: noop(/ rolls back already: ada asked for that on /),
  retry: noop(/ rolls back, now in /),
};

const TABLE: Readonly<Record<StateName, Outcomes>> = {
  "nothing has run": AT_REST,
  "a rollout has succeeded": { ...AT_REST, rollback: ["Replaced", /ami-/] },
  "green comes up": OPEN,
  "green is validated": OPEN,
  "half of the traffic is on green": OPEN,
  "green bakes": OPEN,
  "blue is warm": OPEN,
  "it is paused": PAUSED,
  "it is promoted": { ...OPEN, promote: noop(/ is promoted already, by ada \(as I say\)$/) },
  "it is frozen": {
    ...OPEN,
    freeze: noop(/^web is frozen already, until it is lifted, by ada: a sale$/),
    unfreeze: done(/^the freeze of web is over: a sale \(ada\)$/),
  },
  "it rolls back": BACK,
  "blue is released": RELEASED,
};

/** Has somebody type the act, and answers what came of it: as the table says, and with who and why in the history. */
async function typed(web: Web, deed: Deed, [state, said]: Outcome): Promise<void> {
  const before = (await web.entries()).length;
  const input = { fleet: "web", do: deed, reason: "I say so", by: "grace", ...SAID[deed] };
  web.engine.startWith(`typed-${deed}`, input);
  const { output, status } = await web.engine.settled(`typed-${deed}`);
  expect({ deed, status, output }).toMatchObject({
    deed,
    status: "SUCCEEDED",
    output: { fleet: "web", admitted: { reason: expect.stringMatching(said) as string } },
  });
  const entry = (await web.entries()).slice(before).find(({ actor }) => actor === "grace");
  const isNamed = state !== "NothingToDo" || deed === "rollback" || deed === "retry";
  expect(entry).toMatchObject(isNamed ? { actor: "grace" } : { action: "nothing-to-do" });
}

for (const [name, outcomes] of Object.entries(TABLE)) {
  const { reach, after, plan = {} }: SteeredState = STATES[name as StateName];
  const whole = { ...STEERED, ...plan, declaration: { ...STEERED.declaration, ...plan.declaration } };
  const told = (title: string, asked: readonly Deed[]): void =>
    scenario(title, whole, async (web) => {
      await reach(web);
      for (const deed of asked) await typed(web, deed, outcomes[deed]);
      await after?.(web);
      await web.settled();
    });
  // What comes to nothing leaves the state as it is: all of it is asked of one rollout.
  const [idle, others] = [true, false].map((isIdle) =>
    deeds.filter((deed) => (outcomes[deed][0] === "NothingToDo") === isIdle),
  );
  told(`nothing comes of ${idle?.join(", ")} while ${name}`, idle ?? []);
  for (const deed of others ?? []) told(`${deed} while ${name}: ${outcomes[deed][0]}`, [deed]);
}
