import fc from "fast-check";
import { expect } from "vitest";
import { Rejected } from "../../src/errors/errors.ts";
import { commandLine, declareWeb, fileWith, WEB_YML } from "../support/cli/command-line.ts";
import { HOSTILE, UNSAFE } from "../support/cli/hostile-words.ts";
import { fuzzed } from "../support/fuzz/fuzzed.ts";
import { words } from "../support/fuzz/inputs.ts";

const FILE = fileWith("web.yml", WEB_YML);
const WORDS = [
  [
    "fleet",
    "validate",
    "apply",
    "adopt",
    "release",
    "list",
    "rollout",
    "start",
    "status",
    "abort",
    "retry",
    "unpin",
    "resume",
  ],
  [
    "quarantine",
    "lift",
    "plan",
    "findings",
    "acknowledge",
    "history",
    "freeze",
    "unfreeze",
    "settle",
    "sweep",
    "help",
  ],
  [
    "exit-codes",
    "context",
    "doctor",
    "web",
    "api",
    "ami-0123456789abcdef0",
    "--json",
    "--help",
    "--version",
    "--watch",
    "--detach",
    "--all",
    "--",
  ],
  [
    "--fleet",
    "--reason",
    "--confirm",
    "--for",
    "--image",
    "--force",
    "--launched-before",
    "--limit",
    "--rollout",
    "--keep",
  ],
  [
    "--timeout",
    "--engine",
    "--endpoint",
    "--region",
    "--table",
    "embedded",
    "step-functions",
    "8h",
    "30s",
    "2026-11-01",
    "blue",
    "20",
  ],
  [FILE, "-", "", "--json=1", "--limit=-1", "-x", "--__proto__", "__proto__", "constructor"],
].flat();
/** A process is given no NUL. A slash might make a folder for `--ledger`. */
const typed = words
  .map((text) => text.replaceAll("\u0000", "").replaceAll("/", ""))
  .filter((text) => text.length < 3000);
const lines = fc.array(fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...WORDS) }, typed), {
  maxLength: 8,
});

/** What AWS would have to do is refused, in words that mean no good. */
const refuses = () => Promise.reject(new Rejected(HOSTILE));
const refusing = {
  start: refuses,
  plan: refuses,
  takeUp: refuses,
  settle: refuses,
  wantedImage: refuses,
  abort: refuses,
  sweep: refuses,
  adoption: refuses,
  changing: refuses,
};

fuzzed(
  "whatever is typed is answered: with an exit code, in words that no terminal obeys",
  lines,
  async (line) => {
    const { moult, plane } = commandLine({ plane: refusing, environment: { noColour: true } });
    await declareWeb(plane);
    const { code, out, err } = await moult(line);
    plane.ledger.close();
    Object.assign(plane.ledger, { close: () => undefined });
    expect([0, 1, 2, 3, 4, 5, 6, 130]).toContain(code);
    for (const said of [out, err]) expect(said).not.toMatch(UNSAFE);
    expect(err).not.toContain("a fault of moult itself");
  },
);
