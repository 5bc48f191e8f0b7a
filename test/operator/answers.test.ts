import { expect, test } from "vitest";
import { parseDeclaration } from "../../src/domain/declaration/declaration.ts";
import { InvalidInput } from "../../src/errors/errors.ts";
import { listEntries } from "../../src/ledger/entries.ts";
import { readFleet } from "../../src/ledger/fleets.ts";
import { writeGeneration } from "../../src/ledger/generations.ts";
import { quarantine } from "../../src/ledger/image-verdicts.ts";
import { rollouts } from "../../src/ledger/runs/rollouts.ts";
import { applyDeclaration } from "../../src/operator/apply-declaration.ts";
import { liftImageQuarantine } from "../../src/operator/lift-image-quarantine.ts";
import { startRollout } from "../../src/operator/start-rollout.ts";
import { commandLine, declareWeb, NOON, WEB_YML } from "../support/cli/command-line.ts";
import { generation, rollout } from "../support/cli/records.ts";

const by = "grace@desk";
const otherTemplate = parseDeclaration(WEB_YML.replace("lt-0abc", "lt-0def"), "web.yml");
const place = (arn: string) => ({ arn, targetGroups: ["arn:tg-a", "arn:tg-b"] });

test("a fleet is declared, then changed; the answer names what differs and the rollout that does not see it", async () => {
  const { plane } = commandLine();
  const first = await applyDeclaration({ parsed: otherTemplate, before: undefined, by }, plane);
  expect(first).toMatchObject({ result: "declared", running: null });
  await rollouts.write(plane.ledger, rollout({}), "absent");
  const before = await readFleet(plane.ledger, "web");
  const parsed = parseDeclaration(WEB_YML, "web.yml");
  expect(await applyDeclaration({ parsed, before, by }, plane)).toEqual({
    result: "changed",
    changed: ["  template: lt-0def → lt-0abc"],
    running: "web-1",
  });
  const reasons = (await listEntries(plane.ledger, "web")).map(({ reason }) => reason);
  expect(reasons.sort()).toEqual(["changed from web.yml", "declared from web.yml"]);
});

test("a declaration that moves the traffic from where the live generation gets it is refused whole", async () => {
  const { plane } = commandLine();
  await declareWeb(plane);
  const { ledger } = plane;
  const gone = generation({ number: 5, state: "gone", trafficPlace: { arn: null, targetGroups: [] } });
  await writeGeneration(ledger, gone, "absent");
  await writeGeneration(ledger, generation({ trafficPlace: place("arn:rule") }), "absent");
  const before = await readFleet(ledger, "web");
  const refused = applyDeclaration({ parsed: otherTemplate, before, by }, plane);
  await expect(refused).rejects.toBeInstanceOf(InvalidInput);
  await expect(refused).rejects.toThrow(/^web\.yml: traffic: generation 6 gets its traffic from .+; nothing/);
  expect(await readFleet(ledger, "web")).toEqual(before);
  expect(await listEntries(ledger, "web")).toEqual([]);
});

test("a quarantine that is lifted is told as changed", async () => {
  const { plane } = commandLine();
  const bad = { imageId: "ami-0bad", reach: null, fleet: "web", rollout: "web-1", reason: "bad", at: NOON };
  await quarantine(plane.ledger, bad);
  const answer = await liftImageQuarantine({ imageId: "ami-0bad", scope: null, by, reason: "flaky" }, plane);
  expect(answer).toMatchObject({ changed: true });
});

test("a rollout that is asked for without a reason is asked for by somebody", async () => {
  const { plane } = commandLine();
  const ask = { image: "ami-0bbb", until: 7, launchedBefore: null, by, reason: null };
  const started: unknown[] = [];
  const start = async (...asked: unknown[]) => (
    started.push(asked), { id: "web-1", settled: Promise.resolve() }
  );
  await startRollout({ fleet: "web", ask }, { ...plane, start });
  expect(started).toEqual([["web", ask]]);
  expect(await listEntries(plane.ledger, "web")).toMatchObject([
    { reason: `asked for by ${by}`, evidence: { image: "ami-0bbb", until: 7, launchedBefore: null } },
  ]);
});
