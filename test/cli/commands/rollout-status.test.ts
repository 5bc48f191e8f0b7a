import { describe, expect, test } from "vitest";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import { putExcept } from "../../../src/ledger/except.ts";
import { putFinding } from "../../../src/ledger/findings.ts";
import { declareFleet } from "../../../src/ledger/fleets.ts";
import { keepDueFirst } from "../../../src/ledger/found/due-first.ts";
import { writeGeneration } from "../../../src/ledger/generations.ts";
import { retirements } from "../../../src/ledger/runs/retirements.ts";
import { rollouts } from "../../../src/ledger/runs/rollouts.ts";
import { commandLine, DECLARATION, declareWeb, NOON } from "../../support/cli/command-line.ts";
import { finding } from "../../support/cli/findings.ts";
import { generation, placeOf, rollout } from "../../support/cli/records.ts";
import { retirement } from "../../support/retirement/fake-retirement-step.ts";

const ended = (outcome: RolloutRecord["outcome"], outcomeReason: string) =>
  rollout({ phase: "CloseRollout", endedAt: NOON + 1000, outcome, outcomeReason });

describe("moult rollout status", () => {
  const standing = async (record: RolloutRecord) => {
    const line = commandLine();
    await declareWeb(line.plane);
    await writeGeneration(line.plane.ledger, generation({}), "absent");
    await rollouts.write(line.plane.ledger, record, "absent");
    return line;
  };

  test("shows how it stands; servers that cannot be read are no error", async () => {
    const { moult } = await standing(rollout({}));
    expect(await moult("rollout status web")).toEqual({
      code: 0,
      out: `web      image · 0s · web-1 · channel /images/web names ami-0bbb, generation 6 runs ami-0aaa
image    ami-0aaa → ami-0bbb
phase    ${placeOf("ValidateGreen")}, for 0s · deadline 16:00Z
now      ▸ generation 7 (ami-0bbb) is proved good before it gets traffic; every gate has to pass by
         12:16Z
else     if it fails, green is taken down and generation 6 keeps the traffic; ami-0bbb is
         quarantined if green failed

web-g0006  blue  live  ami-0aaa
`,
      err: "The servers cannot be read: AWS is away\n",
    });
  });

  test("is one object under --json, and exits with how the last rollout ended", async () => {
    const { moult } = await standing(ended("rolled-back", "command failed"));
    const { code, out } = await moult("rollout status web --json");
    expect(code).toBe(3);
    expect(JSON.parse(out)).toMatchObject({
      fleet: "web",
      frozen: null,
      rollout: { id: "web-1", outcome: "rolled-back" },
      generations: [{ number: 6 }],
    });
  });

  test("names what goes of a released generation, what it waits for, since when and until when", async () => {
    const { moult, plane } = await standing(ended("succeeded", "done"));
    const waiting = { reason: "4 servers still stop", since: NOON, until: NOON + 60_000, isDeclared: false };
    const goes = { startedAt: NOON, deadlineAt: NOON + 14_400_000, phase: "TakeDown", waiting } as const;
    await retirements.write(plane.ledger, retirement(goes), "absent");
    expect((await moult("rollout status web")).out).toContain(
      `
retires  generation 6: 4 servers still stop
         since 2026-11-21 12:00:00Z · until 2026-11-21 16:00:00Z at most
`,
    );
    expect(JSON.parse((await moult("rollout status web --json")).out)).toMatchObject({
      attention: [],
      retirements: [
        {
          id: "web-g0006-retirement",
          generation: 6,
          phase: "TakeDown",
          waitsFor: "4 servers still stop",
          since: NOON,
          until: NOON + 14_400_000,
        },
      ],
    });
  });

  test("shows what a person refused once nothing runs, and how it is begun again", async () => {
    const { moult, plane } = await standing(ended("rolled-back", "aborted by ada: wrong image"));
    const refused = { templateVersion: 2, since: NOON, by: "ada@laptop", reason: "wrong image" };
    for (const image of ["ami-0ddd", "ami-0ccc", "ami-0bbb"])
      await putExcept(plane.ledger, "web", { ...refused, image });
    const { out } = await moult("rollout status web");
    expect(out).toContain(`
refused  ami-0bbb from template version 2 by ada@laptop on 2026-11-21 12:00Z: wrong image
         moult rollout retry web --image ami-0bbb begins it again
refused  ami-0ccc from template version 2 by ada@laptop on 2026-11-21 12:00Z: wrong image
         moult rollout retry web --image ami-0ccc begins it again
         and 1 more, see --json
`);
    const { except } = JSON.parse((await moult("rollout status web --json")).out) as { except: unknown[] };
    expect(except).toHaveLength(3);
    expect(except[0]).toEqual({ ...refused, image: "ami-0bbb" });
  });

  test("shows it also where no rollout was ever begun, and not while one runs", async () => {
    const refused = { image: "ami-0bbb", templateVersion: 2, since: NOON, by: "ada", reason: "wrong image" };
    const line = commandLine();
    await declareWeb(line.plane);
    await putExcept(line.plane.ledger, "web", refused);
    expect((await line.moult("rollout status web")).out).toContain("\nrefused  ami-0bbb");
    const running = await standing(rollout({}));
    await putExcept(running.plane.ledger, "web", refused);
    expect((await running.moult("rollout status web")).out).not.toContain("refused");
  });

  test("counts what was found about the servers, with the most urgent two and the next due date", async () => {
    const line = commandLine();
    const { ledger } = line.plane;
    const declaration = { ...DECLARATION, age: { max: "14d", jitter: "0%" } } as const;
    await declareFleet(ledger, { declaration, by: "ada@laptop", now: NOON }, "absent");
    await writeGeneration(ledger, generation({}), "absent");
    for (const each of [
      finding({ server: "i-3", mode: "report", field: "tag owner", expected: "web", observed: "none" }),
      finding({ server: "i-2", since: NOON - 5000 }),
      finding({ mode: "approve" }),
    ])
      await putFinding(ledger, "web", each, NOON);
    const launchedAt = NOON - 86_400_000;
    await keepDueFirst(ledger, "web", { server: "i-2", generation: 6, launchedAt, oldestAt: launchedAt });
    const { out } = await line.moult("rollout status web");
    expect(out).toContain(`
findings 3 · moult findings web shows all
         i-2: security group sg-9 is present, expected absent · replaced by the next rollout
         i-1: security group sg-9 is present, expected absent · replaced when a person approves it
age      i-2 is the next server due for its age, on 2026-12-04 12:00:00Z
`);
    expect(JSON.parse((await line.moult("rollout status web --json")).out)).toMatchObject({
      findings: { count: 3, mostUrgent: [{ server: "i-2", consequence: "replaced" }, { server: "i-1" }] },
      ageDue: { server: "i-2", at: launchedAt + 14 * 86_400_000 },
    });
  });

  test.each([
    ["of another generation", { generation: 5, launchedAt: NOON - 86_400_000 }],
    ["that is past: the finding tells of it", { generation: 6, launchedAt: NOON - 15 * 86_400_000 }],
  ])("shows no due date %s", async (_what, first) => {
    const line = commandLine();
    const declaration = { ...DECLARATION, age: { max: "14d", jitter: "0%" } } as const;
    await declareFleet(line.plane.ledger, { declaration, by: "ada@laptop", now: NOON }, "absent");
    await writeGeneration(line.plane.ledger, generation({}), "absent");
    await keepDueFirst(line.plane.ledger, "web", { server: "i-2", oldestAt: first.launchedAt, ...first });
    expect((await line.moult("rollout status web")).out).not.toMatch(/^(age|findings)/m);
  });

  test("--watch watches until the end, whoever runs the rollout", async () => {
    const { moult, plane } = await standing(rollout({}));
    setTimeout(() => void rollouts.write(plane.ledger, ended("succeeded", "done"), "any"), 20);
    const { code, out } = await moult("rollout status web --watch");
    expect(code).toBe(0);
    expect(out).toMatch(/phase CloseRollout\nweb: succeeded: done\n$/);
  });

  test("--watch where nothing runs shows the last and says so", async () => {
    const { moult } = await standing(ended("succeeded", "done"));
    const { code, err } = await moult("rollout status web --watch");
    expect(code).toBe(0);
    expect(err).toContain("No rollout of web runs. Start one with `moult rollout start web`.\n");
  });
});
