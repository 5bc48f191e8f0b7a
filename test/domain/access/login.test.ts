import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readInstanceEvent } from "../../../src/detect/instance-reported/read-instance-event.ts";
import { laterLogin, type Login, loginFinding, loginStands } from "../../../src/domain/access/login.ts";

const SAMPLE = new URL("../../../events/in/cloudtrail-ssm-start-session.json", import.meta.url);
const AT = Date.UTC(2026, 10, 20, 10);
const login = (special: Partial<Login> = {}): Login => ({
  way: "StartSession",
  principal: "Admin/alice",
  at: AT,
  evidence: { call: "c-1", address: "203.0.113.10", arn: "arn:x" },
  ...special,
});
const settings = { session: "replace", after: 3600 } as const;
const into = { server: "i-1", generation: 3, settings, allowances: [] };
const leave = { server: null, by: "ada", reason: "incident", at: AT - 1000, until: AT + 60_000 };

describe("a login", () => {
  test("is due an hour after it, and says who came by which way", () => {
    expect(loginFinding(login(), into, AT + 5000)).toEqual({
      server: "i-1",
      generation: 3,
      kind: "access",
      field: "login",
      expected: "nobody",
      observed: "Admin/alice by Session Manager",
      since: AT + 5000,
      dueAt: AT + 3_600_000,
      mode: "replace",
      absentIn: 0,
      isPublished: false,
      evidence: { firstAt: AT, call: "c-1", address: "203.0.113.10", arn: "arn:x" },
    });
  });

  test("is reported where nothing is declared", () => {
    expect(loginFinding(login(), { ...into, settings: undefined }, AT)).toMatchObject({
      mode: "report",
      dueAt: AT,
    });
  });

  test.each([
    ["within leave", AT, leave, "allowed-login"],
    ["in the second in which leave was given", AT, { ...leave, at: AT + 999 }, "allowed-login"],
    ["in the second after", AT, { ...leave, at: AT + 1000 }, "login"],
    ["when leave has ended", AT, { ...leave, until: AT }, "login"],
    ["with leave for this server", AT, { ...leave, server: "i-1" }, "allowed-login"],
    ["with leave for another server", AT, { ...leave, server: "i-2" }, "login"],
  ])("%s", (_what, at, allowance, field) => {
    const found = loginFinding(login({ at }), { ...into, allowances: [allowance] }, AT);
    expect([found.field, found.mode]).toEqual([field, field === "login" ? "replace" : "report"]);
  });
});

test("a later login keeps when the first one is due, and says who came last", () => {
  const first = loginFinding(login(), into, AT);
  const second = loginFinding(login({ at: AT + 1_800_000, principal: "Admin/bob" }), into, AT + 1_800_000);
  expect(laterLogin(first, second)).toEqual({
    ...first,
    observed: "Admin/bob by Session Manager",
    evidence: { firstAt: AT, call: "c-1", address: "203.0.113.10", arn: "arn:x" },
  });
});

test("what is declared now holds for a login that was found before, but for one that had leave", () => {
  const found = loginFinding(login(), { ...into, settings: undefined }, AT);
  expect(loginStands(found, settings)).toEqual({ ...found, mode: "replace", dueAt: AT + 3_600_000 });
  expect(loginStands(loginStands(found, settings), undefined)).toEqual(found);
  expect(loginStands(found, undefined)).toBe(found);
  const allowed = loginFinding(login(), { ...into, allowances: [leave] }, AT);
  expect(loginStands(allowed, settings).mode).toBe("report");
});

test("nothing that CloudTrail says stands in the place of when the first one came", () => {
  const event = JSON.parse(readFileSync(SAMPLE, "utf8")) as unknown;
  const read = readInstanceEvent(event);
  if (read.kind !== "login") throw new Error(`the sample is read as ${read.kind}`);
  const found = loginFinding(read.login, { ...into, settings: { session: "replace", after: 0 } }, AT);
  expect(loginStands(found, settings).dueAt).toBe(found.dueAt + 3_600_000);
});
