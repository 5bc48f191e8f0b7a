import { expect, test } from "vitest";
import { listEntries } from "../../../src/ledger/entries.ts";
import { changeWanted, readWanted } from "../../../src/ledger/wanted.ts";
import { commandLine, declareWeb, NOON } from "../../support/cli/command-line.ts";

const PIN = { image: "ami-0bbb", by: "bob", reason: "as it was", at: 5, until: null, insteadOf: "ami-0aaa" };

/** A command line of a fleet for which Bob has pinned an image. */
async function pinned() {
  const line = commandLine();
  await declareWeb(line.plane);
  await changeWanted(line.plane.ledger, "web", (before) => ({ ...before, pin: PIN }));
  return line;
}

test("moult rollout unpin ends a person's choice once it is confirmed", async () => {
  const { moult, plane } = await pinned();
  expect(await moult("rollout unpin web")).toEqual({
    code: 1,
    out: "",
    err: "moult: web goes to what its declaration names, at the next sweep. Nothing was changed: give --confirm web to carry it out\n",
  });
  expect((await readWanted(plane.ledger, "web")).pin).toEqual(PIN);
  expect(await moult("rollout unpin web --confirm web")).toEqual({
    code: 0,
    out: "web: ami-0bbb is pinned no more: as it was (bob)\n",
    err: "",
  });
  expect((await readWanted(plane.ledger, "web")).pin).toBeNull();
  expect(await listEntries(plane.ledger, "web")).toMatchObject([
    { at: NOON, action: "unpin", subject: "ami-0bbb", actor: "ada@laptop" },
  ]);
});

test("moult rollout unpin --json has what was lifted, and null the second time", async () => {
  const { moult } = await pinned();
  const answers = [
    await moult("rollout unpin web --confirm web --json"),
    await moult("rollout unpin web --confirm web --json"),
  ];
  expect(answers.map(({ out }) => JSON.parse(out) as unknown)).toEqual([
    { fleet: "web", lifted: PIN },
    { fleet: "web", lifted: null },
  ]);
});

test("moult rollout unpin says where nothing is pinned, and of which fleets it knows", async () => {
  const line = commandLine();
  await declareWeb(line.plane);
  expect(await line.moult("rollout unpin web --confirm web")).toEqual({
    code: 0,
    out: "web: no image is pinned\n",
    err: "",
  });
  expect((await line.moult("rollout unpin wbe --confirm wbe")).err).toMatch(/no fleet is named wbe/);
});
