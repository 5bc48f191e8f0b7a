import { expect, it } from "vitest";
import { adopt, anAccountForEachTest, faults, simulator } from "../support/rollout/adoption.ts";

anAccountForEachTest();

/** What is said of a document of this type and name. */
async function faultsOf(type: string | null, supported = true): Promise<readonly string[]> {
  const { world } = simulator;
  const calendar = supported ? { type: "DEFAULT_OPEN" as const, events: [] } : null;
  if (type !== null)
    world.state.documents.set(world.arn("ssm", "document/Freeze"), { name: "Freeze", type, calendar });
  return faults({ windows: { calendar: "Freeze" } });
}

it("an account that has the calendar has nothing against it", async () => {
  const { world } = simulator;
  const calendar = { type: "DEFAULT_OPEN" as const, events: [] };
  world.state.documents.set(world.arn("ssm", "document/Freeze"), {
    name: "Freeze",
    type: "ChangeCalendar",
    calendar,
  });
  expect(await adopt({ windows: { calendar: "Freeze" } })).toMatchObject({ number: 1 });
});

it("a calendar that is not there is named, with the ways out", async () => {
  expect(await faultsOf(null)).toEqual([
    "windows.calendar: change calendar Freeze does not exist in this Region: correct the name, make it, or have its owner share it and name its ARN",
  ]);
});

it("what is no calendar, or none that AWS reads, would count as closed", async () => {
  expect((await faultsOf("Command")).join()).toContain(
    "would count as closed: GetCalendarState failed with InvalidDocumentType",
  );
  expect((await faultsOf("ChangeCalendar", false)).join()).toContain("UnsupportedCalendarException");
});
