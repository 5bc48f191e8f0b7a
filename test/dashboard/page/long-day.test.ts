import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterEach, expect, test, vi } from "vitest";
import { currentState, take } from "../../../dashboard/page/line/store.ts";
import { createFeed } from "../../../dashboard/server/feed.ts";
import type { Message } from "../../../dashboard/wire/messages.ts";
import { LARGE_FLEET } from "../../support/dashboard/large-models.ts";
import { PLACE } from "../../support/dashboard/served.ts";

afterEach(() => void vi.useRealTimers());

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;
const heapMB = (): number => {
  collect();
  return process.memoryUsage().heapUsed / 1_000_000;
};

const PATH = `/fleets/${LARGE_FLEET.id}`;
const HOUR_MS = 3_600_000;
const MOST_MB = 5;

/** The fleet as a look finds it: another of its hundred servers is ill each time. */
function fleetAt(look: number): typeof LARGE_FLEET {
  const list = LARGE_FLEET.servers.list
    .slice(0, 100)
    .map((each, at) => (at === look % 100 ? { ...each, look: "unhealthy" as const } : each));
  return { ...LARGE_FLEET, run: null, servers: { ...LARGE_FLEET.servers, list } };
}

test("a page that is open for a day, and its server, hold what they held in the first hour", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  let looks = 0;
  let patches = 0;
  take({ kind: "hello", place: PLACE, now: 0 });
  const feed = createFeed({ now: () => looks, read: async () => fleetAt(looks++) });
  const leave = feed.follow([{ page: "fleet", fleet: LARGE_FLEET.id }], (message: Message) => {
    if (message.kind === "patch") patches += 1;
    take(message);
    take({ kind: "beat", now: looks, read: feed.read() });
  });
  await vi.advanceTimersByTimeAsync(HOUR_MS);
  const before = heapMB();
  await vi.advanceTimersByTimeAsync(23 * HOUR_MS);
  expect(heapMB() - before).toBeLessThan(MOST_MB);
  expect(looks).toBeGreaterThan(15_000);
  expect(patches).toBe(looks - 1);
  expect(currentState().pages[PATH]?.model).toEqual(fleetAt(looks - 1));
  leave();
  feed.close();
}, 120_000);

test("pages that somebody looked at are kept for Back, and not those of a whole day", () => {
  take({ kind: "hello", place: PLACE, now: 0 });
  for (let at = 0; at < 500; at += 1) {
    take({ kind: "model", path: `/fleets/web-${at}`, model: fleetAt(at), readAt: at });
    take({ kind: "patch", path: PATH, patch: { keys: {} }, readAt: at });
  }
  const paths = Object.keys(currentState().pages);
  expect(paths).toHaveLength(12);
  expect(paths.slice(-2)).toEqual(["/fleets/web-499", PATH]);
});
