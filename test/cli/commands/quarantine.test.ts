import { describe, expect, test } from "vitest";
import { listEntries } from "../../../src/ledger/entries.ts";
import { isQuarantined, quarantine } from "../../../src/ledger/image-verdicts.ts";
import { commandLine, NOON } from "../../support/cli/command-line.ts";

const bad = async () => {
  const line = commandLine();
  const verdict = {
    imageId: "ami-0bad",
    reach: null,
    fleet: "web",
    rollout: "web-1",
    reason: "command failed",
    at: NOON,
  };
  await quarantine(line.plane.ledger, verdict);
  return line;
};

describe("moult quarantine list", () => {
  test("names the images and why", async () => {
    const { moult } = await bad();
    expect((await moult("quarantine list")).out).toBe(
      "IMAGE     FOR          SINCE                 FOUND BY  ROLLOUT  REASON\n" +
        "ami-0bad  every fleet  2026-11-21 12:00:00Z  web       web-1    command failed\n",
    );
    expect(JSON.parse((await moult("quarantine list --json")).out)).toMatchObject({
      images: [{ imageId: "ami-0bad" }],
    });
  });

  test("says when there are none", async () => {
    expect(await commandLine().moult("quarantine list")).toEqual({
      code: 0,
      out: "",
      err: "No image is in quarantine.\n",
    });
  });
});

describe("moult quarantine lift", () => {
  const lift = "quarantine lift ami-0bad --reason flaky";

  test("off a terminal wants --confirm", async () => {
    const { moult, plane } = await bad();
    expect(await moult(lift)).toEqual({
      code: 1,
      out: "",
      err: "moult: ami-0bad is in quarantine for every fleet: command failed. Fleets may launch it again. Nothing was changed: give --confirm ami-0bad to carry it out\n",
    });
    expect(await isQuarantined(plane.ledger, "ami-0bad", "web")).toBe(true);
  });

  test("lifts it once and keeps who did it", async () => {
    const { moult, plane } = await bad();
    expect(await moult(`${lift} --confirm ami-0bad`)).toEqual({
      code: 0,
      out: "ami-0bad: lifted for every fleet: flaky\n",
      err: "Where it is still wanted the next sweep begins it; `moult rollout start <fleet>` does at once.\n",
    });
    expect(await isQuarantined(plane.ledger, "ami-0bad", "web")).toBe(false);
    expect(await listEntries(plane.ledger, "web")).toMatchObject([
      { action: "lift-quarantine", subject: "ami-0bad", reason: "flaky", actor: "ada@laptop" },
    ]);
    expect((await moult(`${lift} --confirm ami-0bad`)).out).toBe(
      "ami-0bad: was lifted already for every fleet by ada@laptop: flaky\n",
    );
  });

  test("names a fleet or all where it is in quarantine for more than one thing", async () => {
    const { moult, plane } = await bad();
    const own = {
      imageId: "ami-0bad",
      reach: "api",
      fleet: "api",
      rollout: "api-1",
      reason: "selftest",
      at: NOON,
    };
    await quarantine(plane.ledger, own);
    expect(await moult(`${lift} --confirm ami-0bad`)).toEqual({
      code: 1,
      out: "",
      err: "moult: ami-0bad is in quarantine for every fleet, api: give --fleet <fleet> to lift it for one, or --all\n",
    });
    expect((await moult(`${lift} --fleet web --all`)).err).toBe(
      "moult: --fleet stands beside --all: give one or the other\n",
    );
    const forOne = await moult(`${lift} --fleet web --confirm ami-0bad`);
    expect(forOne.out).toBe("ami-0bad: lifted for web: flaky\n");
    const isFor = (fleet: string) => isQuarantined(plane.ledger, "ami-0bad", fleet);
    expect([await isFor("web"), await isFor("api"), await isFor("jobs")]).toEqual([false, true, true]);
    expect((await moult(`${lift} --all --confirm ami-0bad`)).out).toBe(
      "ami-0bad: lifted for every fleet, api: flaky\n",
    );
    expect([await isFor("web"), await isFor("api"), await isFor("jobs")]).toEqual([false, false, false]);
    expect((await moult(`${lift} --fleet web`)).out).toMatch(/^ami-0bad: was lifted already for web by ada/);
    expect((await moult(`${lift} --fleet jobs`)).err).toMatch(/is not in quarantine for jobs/);
  });

  test("of an image that never was there", async () => {
    expect(await commandLine().moult(lift)).toEqual({
      code: 1,
      out: "",
      err: "moult: ami-0bad is not in quarantine and never was: see `moult quarantine list`\n",
    });
  });
});
