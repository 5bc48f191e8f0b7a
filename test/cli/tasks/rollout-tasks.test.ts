import { expect, test } from "vitest";
import { advised, confirmation } from "../../support/stranger/advice.ts";
import { type Stranger, stranger } from "../../support/stranger/stranger.ts";

/*
 * Tasks of somebody who knows the commands' help, what answers advise and the runbook, and nothing else: each command but the first is
 * one that was printed. Whatever is typed ends as it should, at the first try.
 */
const TIME = 240_000;

/** The fleet `web`, adopted; nothing but her own commands begins anything. */
async function adopted(she: Stranger): Promise<void> {
  she.listening = false;
  await she.does(`moult fleet adopt ${she.file("web.yml")} --group web`);
}

test(
  "adopt: validate, adopt, and look at what a rollout would do",
  async () => {
    await stranger(async (she) => {
      expect((await she.does("moult fleet --help")).out).toContain("adopt ");
      expect((await she.does("moult fleet adopt --help")).out).toMatch(/moult fleet adopt \S+ --group \S+/);
      const file = she.file("web.yml");
      await she.does(`moult fleet validate ${file} --against-account`);
      const adopts = await she.does(`moult fleet adopt ${file} --group web`);
      expect(adopts.out).toContain("web: adopted web as generation 1");
      expect((await she.does(advised(adopts, "moult plan"))).out).toContain("web: nothing-to-do");
    });
  },
  TIME,
);

test(
  "adopt, by way of apply, which leads to it",
  async () => {
    await stranger(async (she) => {
      const file = she.file("web.yml");
      const applied = await she.does(`moult fleet apply ${file}`);
      await she.does(advised(applied, "moult fleet adopt").replace("<file>", file));
      const list = (await she.does("moult fleet list")).out.replaceAll(/\s+/g, " ");
      expect(list).toContain("the next sweep reads it");
      await she.does("moult sweep");
      expect((await she.does("moult fleet list")).out).toMatch(/^web +● steady/m);
    });
  },
  TIME,
);

test(
  "plan, and start what it shows",
  async () => {
    await stranger(async (she) => {
      await adopted(she);
      const image = await she.publish();
      const plan = await she.does("moult plan web");
      expect(plan.out).toContain(`→ ${image}, 4 servers`);
      expect((await she.does("moult plan web --detailed-exitcode", 2)).out).toBe(plan.out);
      const started = await she.does(advised(plan, "moult rollout start"));
      expect(started.out).toContain(`web: succeeded: every server runs ${image}`);
      expect((await she.does("moult plan web --detailed-exitcode")).out).toContain("nothing-to-do");
    });
  },
  TIME,
);

test(
  "watch: leave, and come back to it",
  async () => {
    await stranger(async (she) => {
      await adopted(she);
      await she.publish();
      const running = she.begin("moult rollout start web");
      await she.until(running, /phase ShiftTraffic/);
      running.interrupt();
      const left = await running.ended;
      expect(left.code).toBe(130);
      const back = await she.does(advised(left, "moult rollout status web --watch"));
      expect(back.out).toMatch(/^(web: |ended +)succeeded/m);
    });
  },
  TIME,
);

test(
  "abort while green has traffic, and begin it again after all",
  async () => {
    await stranger(async (she) => {
      await adopted(she);
      const image = await she.publish();
      const running = she.begin("moult rollout start web");
      await she.until(running, /step 2 of 3|50% of the traffic/);
      const abort = 'moult rollout abort web --reason "wrong image"';
      const refused = await she.does(abort, 1);
      expect(refused.err).toContain("of the traffic of web; it all goes back to blue.");
      await she.does(`${abort}${confirmation(refused)}`);
      expect((await running.ended).code).toBe(3);
      const status = await she.does("moult rollout status web", 3);
      expect(status.out).toContain("refused");
      await she.minutes(1);
      const again = await she.does(advised(status, "moult rollout retry"));
      expect(again.out).toContain(`web: succeeded: every server runs ${image}`);
    });
  },
  TIME,
);

test(
  "lift a quarantine, and have the image after all",
  async () => {
    await stranger(async (she) => {
      await adopted(she);
      const image = await she.publish({ "sim:healthy-seconds": "never" });
      const failed = await she.does("moult rollout start web", 3);
      await she.does(advised(failed, "moult history web"));
      const status = await she.does("moult rollout status web", 3);
      // Not a retry: that ends no quarantine, and says so.
      expect(() => advised(status, "moult rollout retry")).toThrow("nothing advises");
      const retried = await she.does("moult rollout retry web", 1);
      for (const answer of [status, retried, await she.type("moult rollout start web")]) {
        const lift = advised(answer, "moult quarantine lift");
        expect(lift).toBe(`moult quarantine lift ${image} --fleet web --reason "it was looked into"`);
      }
      const lift = advised(status, "moult quarantine lift");
      const lifted = await she.does(`${lift}${confirmation(await she.does(lift, 1))}`);
      await she.minutes(1);
      const again = she.begin(advised(lifted, "moult rollout start"));
      await she.until(again, /LaunchGreen passed/);
      again.interrupt();
      await again.ended;
    });
  },
  TIME,
);
