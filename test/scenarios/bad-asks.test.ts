import { RegisterImageCommand } from "@aws-sdk/client-ec2";
import { CreateTagsCommand } from "@aws-sdk/client-ec2";
import { sweepOnce } from "../../rehearsal/rehearsal.ts";
import { shareImage } from "../../simulator/services/ec2/images/foreign-images.ts";
import { dryRunRollout } from "../../src/engine/dry-run/plan.ts";
import { retryRollout } from "../../src/operator/retry-rollout.ts";
import type { ExecutionInput } from "../../src/step/step.ts";
import { asking, deskOf } from "../support/scenarios/asks.ts";
import { expect, type ScenarioPlan, scenario, type Web } from "../support/scenarios/harness.ts";

/** All that the ledger has of the fleet but its history. */
const stateOf = async ({ ledger }: Web) =>
  (await ledger.list("fleet#web")).filter(({ sort }) => !sort.startsWith("entry#") && sort !== "outbox");

interface BadAsk {
  readonly plan?: ScenarioPlan;
  readonly ask: (web: Web) => Promise<Partial<ExecutionInput>>;
  readonly why: RegExp;
}

const hours = (web: Web, count: number): string =>
  new Date(web.simulator.clock.now() + count * 3_600_000).toISOString();

const byTags: ScenarioPlan = { declaration: { image: { tags: { role: "web" } } } };

const BAD: Readonly<Record<string, BadAsk>> = {
  "an end that is in the past": {
    ask: async (web) => ({ image: await web.bake(), until: hours(web, -1) }),
    why: /^until 2026-11-20 09:\d\d:\d\dZ is in the past: give an end that is to come$/,
  },
  "replaceLaunchedBefore in the future": {
    ask: async (web) => ({ replaceLaunchedBefore: hours(web, 1) }),
    why: /^replaceLaunchedBefore 2026-11-20 11:\d\d:\d\dZ is in the future: give an instant that has passed, or force$/,
  },
  "both at once": {
    ask: async (web) => ({
      image: await web.bake(),
      until: hours(web, -1),
      replaceLaunchedBefore: hours(web, 1),
    }),
    why: /^until .* is in the past: .*; replaceLaunchedBefore .* is in the future: .*$/,
  },
  "an author without a name": {
    ask: async (web) => ({ image: await web.bake(), by: "" }),
    why: /^the input is wrong: by must not be empty, is .*\. Start again with one such as {"fleet":"web"}$/,
  },
  "an instant that is none": {
    ask: async () => ({ replaceLaunchedBefore: "yesterday" }),
    why: /^the input is wrong: replaceLaunchedBefore must be a date such as 2026-11-29 or .*, is yesterday\./,
  },
  "an image of the wrong architecture": {
    ask: async ({ person }) => {
      const arm = { Name: "web-arm", Architecture: "arm64", RootDeviceName: "/dev/xvda" } as const;
      return { image: (await person.ec2.send(new RegisterImageCommand(arm))).ImageId ?? "" };
    },
    why: /^ami-\w+ is arm64 and the fleet's servers are x86_64: build it for x86_64$/,
  },
  "an image of somebody else for a fleet that chooses by tags": {
    plan: byTags,
    ask: async (web) => {
      const image = shareImage(web.simulator.world, {
        name: "golden",
        account: "210987654321",
        public: true,
      });
      const tags = new CreateTagsCommand({ Resources: [image], Tags: [{ Key: "role", Value: "web" }] });
      await web.person.ec2.send(tags);
      return { image };
    },
    why: /^ami-\w+ is of account 210987654321, and only images of self count: declare its owner in image\.owners, or copy it$/,
  },
  "an image that does not exist": {
    ask: async () => ({ image: "ami-0123456789abcdef0" }),
    why: /^ami-0123456789abcdef0 does not exist \(any more\), or is not shared with this account/,
  },
};

for (const [what, { plan = {}, ask, why }] of Object.entries(BAD)) {
  scenario(`${what}: refused with one sentence, and nothing is changed`, plan, async (web) => {
    const asked = await ask(web);
    const [before, entries] = [await stateOf(web), await web.entries()];
    const id = await web.start(asked);
    const { status, error, cause } = await web.engine.settled(id);
    expect([status, error]).toEqual(["FAILED", "Refused"]);
    expect(cause).toMatch(why);
    expect(await stateOf(web)).toEqual(before);
    expect(web.changes()).toEqual([]);
    const added = (await web.entries()).slice(entries.length);
    expect(added.every(({ action, reason }) => action === "refused" && reason === cause)).toBe(true);
    await sweepOnce(web);
    await web.settled();
    expect(await web.rollouts()).toEqual([]);
  });
}

scenario("a plan of a bad ask is refused with the same sentence", {}, async (web) => {
  const ask = asking({ image: await web.bake(), until: web.simulator.clock.now() - 1 });
  expect(await dryRunRollout({ fleet: "web", ask }, web.runtime)).toMatchObject({
    verdict: "refused",
    reason: expect.stringMatching(/^until .* is in the past: give an end that is to come$/) as string,
  });
});

scenario("a retry of what nobody refused: one error, and nothing is changed", {}, async (web) => {
  const refused = await web.publish();
  await web.until("ValidateGreen");
  await web.abort();
  await web.settled();
  const image = await web.bake();
  const [before, entries] = [await stateOf(web), await web.entries()];
  const desk = deskOf(web, "retried");
  await expect(retryRollout({ fleet: "web", image, ask: asking() }, desk)).rejects.toThrow(
    `nobody refused ${image} for web; what was refused: ${refused}. \`moult rollout start web --image ${image}\` begins what was not`,
  );
  await expect(retryRollout({ fleet: "web", image: null, ask: asking() }, desk)).rejects.toThrow(
    "the declaration of web names no image now: pass --image",
  );
  expect([await stateOf(web), await web.entries()]).toEqual([before, entries]);
  expect(web.engine.running()).toEqual([]);
});
