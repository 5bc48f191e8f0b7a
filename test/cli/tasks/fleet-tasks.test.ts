import { expect, test } from "vitest";
import { advised, confirmation } from "../../support/stranger/advice.ts";
import { stranger } from "../../support/stranger/stranger.ts";

const TIME = 240_000;

test(
  "freeze in an incident, in one command, and lift it when that is over",
  async () => {
    await stranger(async (she) => {
      she.listening = false;
      await she.does(`moult fleet adopt ${she.file("web.yml")} --group web`);
      await she.publish();
      const running = she.begin("moult rollout start web");
      await she.until(running, /50% of the traffic/);
      const frozen = await she.does('moult freeze --all --reason "incident 4711"');
      expect(frozen.err).toMatch(/Green keeps (10|50)% of the traffic of web/);
      expect((await she.does("moult fleet list")).out).toMatch(/^web +■ frozen/m);
      await she.minutes(1);
      const share = she.traffic.split();
      await she.minutes(10);
      expect(she.traffic.split()).toEqual(share);
      await she.does(advised(frozen, "moult unfreeze --all --confirm all"));
      expect((await running.ended).code).toBe(0);
    });
  },
  TIME,
);

test(
  "find why a fleet waits, and do not wait for it",
  async () => {
    await stranger(async (she) => {
      const windows = { allow: ["Mon 03:00-04:00 Europe/Berlin"] };
      await she.does(`moult fleet adopt ${she.file("web.yml", { windows })} --group web`);
      const image = await she.publish();
      const list = await she.does("moult fleet list");
      expect(list.out.replaceAll(/\s+/g, " ")).toMatch(
        / web ‖ waits .* is due; waits for its window; it opens 20/,
      );
      const status = await she.does("moult rollout status web");
      const start = advised(status, "moult rollout start");
      expect(start).toBe("moult rollout start web --force");
      const started = await she.does(`${start}${confirmation(await she.does(start, 1))}`);
      expect(started.out).toContain(`every server runs ${image}`);
    });
  },
  TIME,
);

test(
  "leave: the fleet runs on, and nothing of moult is left on it",
  async () => {
    await stranger(async (she) => {
      await she.does(`moult fleet adopt ${she.file("web.yml")} --group web`);
      const leave = 'moult fleet release web --reason "it moves to containers"';
      const released = await she.does(`${leave}${confirmation(await she.does(leave, 1))}`);
      expect(released.out).toBe("web: released\n");
      expect(released.err).toContain("aws elbv2 remove-tags");
      expect((await she.does("moult fleet list")).out).toBe("");
      expect((await she.does("moult history web")).out).toContain("release");
      const { groups } = she.simulator.world.state;
      expect(groups.get("web")?.instances.size).toBe(4);
      await she.does(`moult fleet adopt ${she.file("web.yml")} --group web`);
    });
  },
  TIME,
);

test(
  "point at a stack: what is missing is said one after the other, and context says where one is",
  async () => {
    const environment = { ledgerPath: undefined, region: undefined };
    await stranger(
      async (she) => {
        const nowhere = await she.does("moult fleet list", 1);
        expect(nowhere.err).toContain("give --region, or set AWS_REGION");
        const noLedger = await she.does("moult fleet list --region us-east-1", 1);
        expect(noLedger.err).toContain("set MOULT_TABLE to the stack's table, or give --table");
        const place = "--region us-east-1 --table moult-prod";
        expect((await she.does(`moult fleet list ${place}`)).err).toContain(
          `account ${she.simulator.world.account} · us-east-1 · table moult-prod · engine none`,
        );
        const started = await she.does(`moult rollout start web ${place}`, 1);
        expect(started.err).toContain("set MOULT_STATE_MACHINE (the stack's output RolloutArn)");
      },
      { environment },
    );
    const stateMachineArn = "arn:aws:states:us-east-1:123456789012:stateMachine:moult-prod-rollout";
    await stranger(
      async (she) => {
        const context = await she.does("moult context");
        expect(context.out).toMatch(/^ledger +table moult-prod$/m);
        expect(context.out).toMatch(/^engine +step-functions$/m);
        await she.does("moult doctor");
      },
      { environment: { ledgerPath: undefined, table: "moult-prod", stateMachineArn } },
    );
  },
  TIME,
);
