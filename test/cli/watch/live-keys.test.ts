import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { appendEntry } from "../../../src/ledger/entries.ts";
import { rollouts } from "../../../src/ledger/runs/rollouts.ts";
import { commandLine, declareWeb } from "../../support/cli/command-line.ts";
import { entry, rollout } from "../../support/cli/records.ts";

const GATE = {
  verdict: "pass",
  since: 1,
  reason: "enough targets are healthy",
  value: "6 of 6",
  threshold: "6 of 6",
} as const;

/** A watch in a terminal, in which a key is pressed at each poll; answers what was painted after each. */
async function watched(keys: readonly string[], isAsked = true) {
  const line = commandLine({
    terminal: true,
    ...(isAsked && { answer: "" }),
    plane: { adoption: async () => Promise.reject(new Error("away")) },
  });
  const { plane } = line;
  await declareWeb(plane);
  const gates = Array.from({ length: 9 }, (_, at) => ({ ...GATE, gate: `gate-${at}` }));
  await rollouts.write(plane.ledger, rollout({ gates }), "absent");
  for (let at = 0; at < 12; at += 1)
    await appendEntry(plane.ledger, entry({ at, reason: `entry ${at} of it` }));
  const pressed = [...keys];
  const sleep: typeof plane.clock.sleep = async () => {
    const key = pressed.shift();
    if (key !== undefined) line.press(key);
    // Whoever is still here has not left by a key.
    else line.interrupt();
  };
  Object.assign(plane.clock, { sleep });
  const { code, out, err } = await line.moult("status web --watch");
  return { code, out: stripVTControlCharacters(out), err };
}

test("a key gives the gates, or the ledger, all the room below the head, and the last line says which keys there are", async () => {
  const all = await watched([]);
  expect(all.out).toContain("q leaves  s servers  g gates  l ledger  a all");
  expect(all.out).not.toContain("gate-8");
  expect(all.out).not.toContain("entry 1 of it");
  expect((await watched(["g"])).out).toContain("gate-8");
  expect((await watched(["l"])).out).toContain("entry 1 of it");
});

test("q leaves as Ctrl-C does, and says how to come back; another key does nothing", async () => {
  const left = await watched(["x", "q", "s", "s"]);
  const interrupted = await watched(["x"]);
  expect(left.code).toBe(interrupted.code);
  expect(left.err).toBe(interrupted.err);
  expect(left.err).toContain("moult rollout status web --watch");
});

test("where nobody can press a key the view says nothing of keys", async () => {
  expect((await watched([], false)).out).not.toContain("q leaves");
});
