import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { hasScript, inTerminal } from "../../support/cli/pseudo-terminal.ts";

const HIDE_CURSOR = "\u001B[?25l";
const SHOW_CURSOR = "\u001B[?25h";
const TIME = 90_000;

describe.runIf(hasScript())("in a terminal", () => {
  test(
    "the live view is paused by space, moved by no other key, and left by Ctrl-C with the cursor back",
    async () => {
      const { seen, press, until, ended } = inTerminal("demo --speed 30");
      await until(/space pauses/);
      press(" ");
      await until(/paused, space goes on/);
      await sleep(300);
      const paused = seen();
      press("abc\u001B[A\r");
      await sleep(500);
      expect(seen()).toBe(paused);
      press(" ");
      await until(new RegExp(`^[^]{${paused.length}}[^]*space pauses`));
      press("\u0003");
      expect(await ended).toBe(130);
      expect(seen()).toContain("Interrupted.");
      expect(seen().lastIndexOf(HIDE_CURSOR)).toBeGreaterThan(-1);
      expect(seen().lastIndexOf(SHOW_CURSOR)).toBeGreaterThan(seen().lastIndexOf(HIDE_CURSOR));
    },
    TIME,
  );

  test.each([{ TERM: "dumb" }, { CI: "true" }])(
    "%j prints lines, which obey no key",
    async (environment) => {
      const { seen, press, until, ended } = inTerminal("demo", environment);
      await until(/Act 1 of \d: /);
      press(" ");
      await until(/ {2}phase ObserveGreen/);
      press("\u0003");
      expect(await ended).toBe(130);
      expect(seen()).not.toContain("\u001B");
      expect(seen()).not.toContain("space pauses");
    },
    TIME,
  );

  test(
    "a command asks for what it is to confirm, and takes no for an answer",
    async () => {
      const { seen, until, press, ended } = inTerminal("unfreeze --all --ledger :memory: --region us-east-1");
      await until(/Type all to carry it out: /);
      press("no\r");
      expect(await ended).toBe(1);
      expect(seen()).toContain("not confirmed, nothing was changed: answer all, or give --confirm all");
    },
    TIME,
  );
});
