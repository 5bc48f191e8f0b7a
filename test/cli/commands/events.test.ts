import { describe, expect, test } from "vitest";
import type { ControlPlane } from "../../../src/engine/control-plane-port.ts";
import { publishOnce } from "../../../src/step/outbox/publish.ts";
import { commandLine, declareWeb } from "../../support/cli/command-line.ts";

const BACK = {
  id: "web-1-rolled-back",
  detailType: "Rollout Rolled Back",
  detail: {
    fleet: "web",
    rollout: "web-1",
    sentence: "went back to generation 6: the alarm web-5xx rings",
    next: ["moult history web --rollout web-1", "moult quarantine list"],
  },
};
const GOES = {
  id: "shop-1-succeeded",
  detailType: "Rollout Succeeded",
  detail: {
    fleet: "shop",
    rollout: "shop-1",
    sentence: "every server runs ami-0bbb",
    next: ["moult status shop"],
  },
};

const publishing = async ({ ledger, clock }: ControlPlane, ...events: (typeof BACK)[]): Promise<void> => {
  const publish = async (sent: readonly unknown[]) => sent.map(() => true);
  for (const event of events) await publishOnce(event.detail.fleet, [event], { ledger, clock, publish });
};

const lived = async () => {
  const line = commandLine();
  await declareWeb(line.plane);
  await publishing(line.plane, BACK, GOES);
  return line;
};

const BACK_LINES = `2026-11-21 12:00:00Z  ✕ web  Rollout Rolled Back: went back to generation 6: the alarm web-5xx rings
    moult history web --rollout web-1
    moult quarantine list
`;

test("moult events are the newest of all fleets, with commands where somebody has to look", async () => {
  const { moult } = await lived();
  const { code, out, err } = await moult("events");
  expect({ code, err }).toEqual({ code: 0, err: "" });
  // Of one instant: by their ids.
  expect(out).toBe(
    `2026-11-21 12:00:00Z  ✓ shop  Rollout Succeeded: every server runs ami-0bbb\n${BACK_LINES}`,
  );
});

test("of one fleet, of a type, as JSON with all that the bus got", async () => {
  const { moult } = await lived();
  expect((await moult("events web")).out).toBe(BACK_LINES);
  expect((await moult(["events", "--type", "ROLLED back"])).out).toBe(BACK_LINES);
  const { events } = JSON.parse((await moult("events web --json")).out);
  expect(events).toMatchObject([
    {
      id: BACK.id,
      detailType: BACK.detailType,
      detail: { thread: "web-1", title: "✕ web: rollout rolled back" },
    },
  ]);
});

test.each([
  ["events --limit 0", 1, "moult: --limit 0 is not a whole number from 1 to 9999: give one such as 20\n"],
  ["events wbe", 1, "moult: no fleet is named wbe: did you mean `web`?\n"],
  ["events web --type paused", 0, "Nothing was published of web as 'paused' in the last 30 days.\n"],
])("%s", async (line, code, err) => {
  const { moult } = await lived();
  expect(await moult(line)).toEqual({ code, out: "", err });
});

describe("moult events --follow", () => {
  const followed = async (words: string) => {
    const line = commandLine();
    await declareWeb(line.plane);
    await publishing(line.plane, BACK);
    let polls = 0;
    const sleep: ControlPlane["clock"]["sleep"] = async () => {
      polls += 1;
      if (polls === 2) await publishing(line.plane, GOES);
      if (polls === 4) line.interrupt();
    };
    Object.assign(line.plane.clock, { sleep });
    return line.moult(words);
  };

  test("prints what there is, and each event once as it is published, until the person leaves", async () => {
    const { code, out, err } = await followed("events --follow");
    expect(code).toBe(130);
    expect(out).toBe(
      `${BACK_LINES}2026-11-21 12:00:00Z  ✓ shop  Rollout Succeeded: every server runs ami-0bbb\n`,
    );
    expect(err).toContain("Nothing depends on this view.");
  });

  test("as JSON it is a line for each", async () => {
    const { out } = await followed("events --follow --json");
    const lines = out.trim().split("\n");
    expect(lines.map((each) => JSON.parse(each).id)).toEqual([BACK.id, GOES.id]);
  });
});
