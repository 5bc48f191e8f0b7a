import { expect, test } from "vitest";
import { listEntries } from "../../../src/ledger/entries.ts";
import { writeGeneration } from "../../../src/ledger/generations.ts";
import { takeLease } from "../../../src/ledger/leases.ts";
import type { StepContext } from "../../../src/step/step.ts";
import { commandLine, declareWeb } from "../../support/cli/command-line.ts";
import { generation } from "../../support/cli/records.ts";
import { fakeWork } from "../../support/rollout/fake-work.ts";

const template = { id: "lt-0abc", version: 9, baseVersion: 3, ownedByMoult: true };

async function running() {
  const { work } = fakeWork({
    answers: { DescribeTags: () => ({ Tags: [{ ResourceId: "lt-0abc", Key: "moult:fleet" }] }) },
  });
  const line = commandLine();
  const { ledger, clock } = line.plane;
  const context = { ...work.context, ledger, clock } as unknown as StepContext<
    "autoScaling" | "ec2" | "elbv2"
  >;
  line.plane.changing = async () => context;
  await declareWeb(line.plane);
  await writeGeneration(ledger, generation({ group: "web-g0006", template }), "absent");
  return line;
}

const RELEASE = ["fleet", "release", "web", "--reason", "it moves", "--confirm", "web"];

test("releases a fleet, names what its group goes on with, and what a person has to take off", async () => {
  const { moult } = await running();
  expect(await moult(RELEASE)).toEqual({
    code: 0,
    out: "web: released\n",
    err:
      "web-g0006 runs on with version 9 of lt-0abc, which moult made: keep it as long as the group launches from it.\n" +
      "Tags that people put, by which moult's functions may change these:\n- template lt-0abc\n    aws ec2 delete-tags --resources lt-0abc --tags Key=moult:fleet\n",
  });
  expect((await moult("fleet list")).out).toBe("");
  expect((await moult("history web")).out).toContain("ada@laptop  it moves");
  expect((await moult(RELEASE)).out).toBe("web: was released before, nothing was changed\n");
});

test("is an object under --json", async () => {
  const { moult } = await running();
  expect(JSON.parse((await moult([...RELEASE, "--json"])).out)).toEqual({
    fleet: "web",
    changed: true,
    groups: [{ group: "web-g0006", number: 6, template }],
    left: [
      {
        place: "template lt-0abc",
        command: "aws ec2 delete-tags --resources lt-0abc --tags Key=moult:fleet",
      },
    ],
  });
});

test("asks for the fleet's name and for a reason, and knows no other fleet", async () => {
  const { moult } = await running();
  expect(await moult("fleet release web --reason moved")).toMatchObject({
    code: 1,
    err: expect.stringContaining("Nothing was changed: give --confirm web to carry it out"),
  });
  expect((await moult("fleet release web")).err).toContain("required option '--reason <text>' not specified");
  const unknown = await moult("fleet release shop --reason moved --confirm shop");
  expect(unknown).toMatchObject({ code: 1, err: expect.stringContaining("no fleet is named shop") });
});

test("is refused while somebody else holds the fleet, and history does not say that it was released", async () => {
  const { moult, plane } = await running();
  const { ledger, clock } = plane;
  await takeLease(ledger, { fleet: "web", owner: "web-9", now: clock.now(), ttlSeconds: 300 });
  const refused = await moult(RELEASE);
  expect(refused).toMatchObject({ code: 1, err: expect.stringContaining("web-9 holds web") });
  expect((await listEntries(ledger, "web")).map(({ action }) => action)).not.toContain("release-fleet");
});
