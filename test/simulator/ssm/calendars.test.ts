import {
  CreateDocumentCommand,
  DeleteDocumentCommand,
  GetCalendarStateCommand,
  SSMClient,
  UpdateDocumentCommand,
} from "@aws-sdk/client-ssm";
import { expect, test } from "vitest";
import { bothWays, type Connect } from "../../support/simulator/both-ways.ts";
import { calendarText } from "../../support/simulator/calendars.ts";
import { connectFurnished } from "../../support/simulator/ec2/furnished.ts";

async function connectToCalendars(connect: Connect) {
  const account = await connectFurnished(connect);
  const ssm = new SSMClient(account.clientOptions);
  return {
    ...account,
    make: async (
      Name: string,
      Content: string,
      DocumentType: "ChangeCalendar" | "Command" = "ChangeCalendar",
    ) =>
      account.run(
        ssm.send(new CreateDocumentCommand({ Name, Content, DocumentType, DocumentFormat: "TEXT" })),
      ),
    update: async (Name: string, Content: string) =>
      account.run(ssm.send(new UpdateDocumentCommand({ Name, Content, DocumentVersion: "$LATEST" }))),
    remove: async (Name: string) => account.run(ssm.send(new DeleteDocumentCommand({ Name }))),
    state: async (AtTime: string | undefined, ...CalendarNames: string[]) => {
      const sent = ssm.send(new GetCalendarStateCommand({ CalendarNames, ...(AtTime && { AtTime }) }));
      const { State, NextTransitionTime } = await account.run(sent);
      return [State, NextTransitionTime];
    },
  };
}

const NIGHT = { from: "2027-01-10T20:00:00Z", to: "2027-01-11T04:00:00Z" };

bothWays("change calendars", (connect) => {
  test("are open but for their events, or only in them, and say when that changes", async () => {
    const { make, state } = await connectToCalendars(connect);
    await make("Freeze", calendarText("DEFAULT_OPEN", [NIGHT]));
    await make("Nights", calendarText("DEFAULT_CLOSED", [NIGHT]));
    expect(await state("2027-01-10T12:00:00Z", "Freeze")).toEqual(["OPEN", "2027-01-10T20:00:00Z"]);
    expect(await state("2027-01-10T20:00:00Z", "Freeze")).toEqual(["CLOSED", "2027-01-11T04:00:00Z"]);
    expect(await state("2027-01-11T04:00:00Z", "Freeze")).toEqual(["OPEN", undefined]);
    expect(await state("2027-01-10T12:00:00Z", "Nights")).toEqual(["CLOSED", "2027-01-10T20:00:00Z"]);
    expect(await state("2027-01-10T20:00:00Z", "Nights")).toEqual(["OPEN", "2027-01-11T04:00:00Z"]);
  });

  test("are of now without a time, and events that meet are one", async () => {
    const { make, state, world } = await connectToCalendars(connect);
    const at = (hours: number): string => new Date(world.now() + hours * 3_600_000).toISOString();
    const events = [
      { from: at(-1), to: at(2) },
      { from: at(2), to: at(5) },
    ];
    await make("Freeze", calendarText("DEFAULT_OPEN", events));
    expect(await state(undefined, "Freeze")).toEqual(["CLOSED", `${at(5).slice(0, 19)}Z`]);
  });

  test("are open together only if all are, and change when the answer for all does", async () => {
    const { make, state } = await connectToCalendars(connect);
    await make(
      "Freeze",
      calendarText("DEFAULT_OPEN", [{ from: "2027-01-10T22:00:00Z", to: "2027-01-10T23:00:00Z" }]),
    );
    await make("Nights", calendarText("DEFAULT_CLOSED", [NIGHT]));
    expect(await state("2027-01-10T12:00:00Z", "Freeze", "Nights")).toEqual([
      "CLOSED",
      "2027-01-10T20:00:00Z",
    ]);
    expect(await state("2027-01-10T21:00:00Z", "Freeze", "Nights")).toEqual(["OPEN", "2027-01-10T22:00:00Z"]);
    expect(await state("2027-01-10T22:30:00Z", "Freeze", "Nights")).toEqual([
      "CLOSED",
      "2027-01-10T23:00:00Z",
    ]);
  });

  test("have a zone for each event, advisory ones change nothing, and what is updated counts", async () => {
    const { make, update, state } = await connectToCalendars(connect);
    const berlin = { from: "2027-01-10T20:00:00", to: "2027-01-11T04:00:00", zone: "Europe/Berlin" };
    await make("Freeze", calendarText("DEFAULT_OPEN", [berlin, { ...NIGHT, more: "CATEGORIES:ADVISORY" }]));
    expect(await state("2027-01-10T12:00:00Z", "Freeze")).toEqual(["OPEN", "2027-01-10T19:00:00Z"]);
    expect(await state("2027-01-11T03:30:00Z", "Freeze")).toEqual(["OPEN", undefined]);
    await update("Freeze", calendarText("DEFAULT_CLOSED", [berlin]));
    expect(await state("2027-01-10T12:00:00Z", "Freeze")).toEqual(["CLOSED", "2027-01-10T19:00:00Z"]);
  });

  test("of another account are named by their ARN", async () => {
    const { world, state } = await connectToCalendars(connect);
    const arn = `arn:aws:ssm:${world.region}:999999999999:document/Shared`;
    const calendar = { type: "DEFAULT_OPEN" as const, events: [] };
    world.state.documents.set(arn, { name: "Shared", type: "ChangeCalendar", calendar });
    expect(await state(undefined, arn)).toEqual(["OPEN", undefined]);
    await expect(state(undefined, "Shared")).rejects.toMatchObject({ name: "InvalidDocument" });
  });

  test("are refused by name: one that is not there, no calendar, one that is not supported, too many, no time", async () => {
    const { make, remove, state } = await connectToCalendars(connect);
    await make("Freeze", calendarText("DEFAULT_OPEN", []));
    await make("Patch", "{}", "Command");
    await make("Weekly", calendarText("DEFAULT_OPEN", [{ ...NIGHT, more: "RRULE:FREQ=WEEKLY" }]));
    await expect(state(undefined, "Freeze", "Frieze")).rejects.toMatchObject({ name: "InvalidDocument" });
    await expect(state(undefined, "Patch")).rejects.toMatchObject({ name: "InvalidDocumentType" });
    await expect(state(undefined, "Weekly")).rejects.toMatchObject({ name: "UnsupportedCalendarException" });
    await expect(state("tomorrow", "Freeze")).rejects.toMatchObject({ name: "ValidationException" });
    const eleven = Array.from({ length: 11 }, () => "Freeze");
    await expect(state(undefined, ...eleven)).rejects.toMatchObject({ name: "ValidationException" });
    await expect(make("Freeze", "{}")).rejects.toMatchObject({ name: "DocumentAlreadyExists" });
    await remove("Freeze");
    await expect(state(undefined, "Freeze")).rejects.toMatchObject({ name: "InvalidDocument" });
    await expect(remove("Freeze")).rejects.toMatchObject({ name: "InvalidDocument" });
  });
});
