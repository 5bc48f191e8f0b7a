import { describe, expect, test } from "vitest";
import type { AskOptions } from "../../../cli/session/ask-options.ts";
import { operatorAsk } from "../../../cli/session/operator-ask.ts";
import { readStartInput } from "../../../src/domain/run/start-input.ts";
import { InvalidInput } from "../../../src/errors/errors.ts";
import { askInput } from "../../../src/rollout/convergence/ask-input.ts";

const NOON = Date.UTC(2026, 10, 21, 12);
const IMAGE = "ami-0123456789abcdef0";
const NOTHING_SAID = { image: null, until: null, launchedBefore: null, by: "ada@laptop", reason: null };
const askOf = (options: AskOptions) => operatorAsk(options, { by: "ada@laptop", now: NOON });

describe("what a person asks for on the command line", () => {
  test.each<[string, AskOptions, object]>([
    ["nothing", {}, {}],
    ["an image and why", { image: IMAGE, reason: "kernel" }, { image: IMAGE, reason: "kernel" }],
    ["no reason", { reason: "" }, {}],
    ["an image for a while", { image: IMAGE, for: "8h" }, { image: IMAGE, until: NOON + 28_800_000 }],
    ["all servers", { force: true }, { launchedBefore: "now" }],
    ["older servers", { launchedBefore: "2026-11-01" }, { launchedBefore: Date.UTC(2026, 10, 1) }],
    [
      "servers older than an instant elsewhere",
      { launchedBefore: "2026-11-01T12:30+02:00" },
      { launchedBefore: Date.UTC(2026, 10, 1, 10, 30) },
    ],
  ])("may be %s, and is the same once it has been an execution's input", (_what, options, ask) => {
    expect(askOf(options)).toEqual({ ...NOTHING_SAID, ...ask });
    expect(readStartInput(askInput("web", askOf(options)))).toEqual({
      fleet: "web",
      ask: { ...NOTHING_SAID, ...ask },
    });
  });

  test.each<[AskOptions, string]>([
    [{ image: "web-7" }, "--image web-7 is not an image id: give one such as ami-0123456789abcdef0"],
    [{ for: "8h" }, "--for stands without --image: give the image that is pinned"],
    [{ image: IMAGE, for: "soon" }, "--for soon is no time to come: write it as 30m, 8h or 2d"],
    [{ image: IMAGE, for: "0s" }, "--for 0s is no time to come: write it as 30m, 8h or 2d"],
    [
      { force: true, launchedBefore: "2026-11-01" },
      "--force and --launched-before exclude each other: give one",
    ],
    [
      { launchedBefore: "yesterday" },
      "--launched-before yesterday is not a time: write it as 2026-11-01 or 2026-11-01T12:00Z",
    ],
    [{ launchedBefore: "2026-11-01T12:00" }, "--launched-before 2026-11-01T12:00 is not a time: write it as"],
    [{ launchedBefore: "2026-13-01" }, "--launched-before 2026-13-01 is not a time: write it as"],
    [
      { launchedBefore: "2026-11-22" },
      "--launched-before 2026-11-22 00:00:00Z is in the future: give a time that has passed, or --force",
    ],
    [{ reason: "x".repeat(257) }, "--reason must have at most 256 characters: say it in one line"],
    [{ reason: "two\nlines" }, "--reason must have no control characters: say it in one line"],
  ])("%j is refused before anything is asked of the fleet", (options, fault) => {
    expect(() => askOf(options)).toThrow(InvalidInput);
    expect(() => askOf(options)).toThrow(fault);
  });

  test("all that is wrong is said at once", () => {
    const wrong = { image: "x", for: "y", force: true, launchedBefore: "z", reason: "\n" };
    expect(() => askOf(wrong)).toThrow(
      /^--reason .*\n--image .*\n--force .*\n--for y .*\n--launched-before z .*$/,
    );
  });
});
