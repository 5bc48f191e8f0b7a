import { describe, expect, test } from "vitest";
import { listEntries } from "../../../src/ledger/entries.ts";
import { isQuarantined, quarantine } from "../../../src/ledger/image-verdicts.ts";
import { commandLine, NOON } from "../../support/cli/command-line.ts";

const bad = async () => {
  const line = commandLine();
  const verdict = { imageId: "ami-0bad", fleet: "web", rollout: "web-1", reason: "command failed", at: NOON };
  await quarantine(line.plane.ledger, verdict);
  return line;
};

describe("moult quarantine list", () => {
  test("names the images and why", async () => {
    const { moult } = await bad();
    expect((await moult("quarantine list")).out).toBe(
      "IMAGE     SINCE                 FLEET  ROLLOUT  REASON\n" +
        "ami-0bad  2026-11-21 12:00:00Z  web    web-1    command failed\n",
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
      err: "moult: ami-0bad is in quarantine: command failed. Fleets may launch it again. Nothing was changed: give --confirm ami-0bad to carry it out\n",
    });
    expect(await isQuarantined(plane.ledger, "ami-0bad")).toBe(true);
  });

  test("lifts it once and keeps who did it", async () => {
    const { moult, plane } = await bad();
    expect(await moult(`${lift} --confirm ami-0bad`)).toEqual({
      code: 0,
      out: "ami-0bad: lifted: flaky\n",
      err: "",
    });
    expect(await isQuarantined(plane.ledger, "ami-0bad")).toBe(false);
    expect(await listEntries(plane.ledger, "web")).toMatchObject([
      { action: "lift-quarantine", subject: "ami-0bad", reason: "flaky", actor: "ada@laptop" },
    ]);
    expect((await moult(`${lift} --confirm ami-0bad`)).out).toBe(
      "ami-0bad: was lifted already by ada@laptop: flaky\n",
    );
  });

  test("of an image that never was there", async () => {
    expect(await commandLine().moult(lift)).toEqual({
      code: 1,
      out: "",
      err: "moult: ami-0bad is not in quarantine and never was: see `moult quarantine list`\n",
    });
  });
});
