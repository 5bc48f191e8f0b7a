import { expect, test } from "vitest";
import {
  abortCommand,
  replaceCommand,
  settleCommands,
  unfreezeCommand,
} from "../../../src/domain/outbox/proposed-commands.ts";
import { rolloutEvent } from "../../../src/domain/outbox/rollout-event.ts";

test("what is proposed is a whole command line, with what confirms it", () => {
  expect([
    ...settleCommands("web"),
    abortCommand("web"),
    unfreezeCommand("web", "fleet"),
    unfreezeCommand("web", "account"),
    replaceCommand("web"),
  ]).toEqual([
    'moult settle web --keep blue --reason "blue serves" --confirm web',
    'moult settle web --keep green --reason "green serves" --confirm web',
    'moult rollout abort web --reason "it does not go on" --confirm web',
    "moult unfreeze web --confirm web",
    "moult unfreeze --all --confirm all",
    'moult rollout start web --force --reason "no server answers" --confirm web',
  ]);
});

test("an event of a rollout has one id, and another one where it may come twice", () => {
  const detail = {
    fleet: "web",
    rollout: "web-1",
    reason: "image",
    imageFrom: "ami-0aaa",
    imageTo: "ami-0bbb",
    outcomeReason: null,
  } as const;
  expect(rolloutEvent("Rollout Started", detail)).toEqual({
    id: "rollout-started-web-1",
    detailType: "Rollout Started",
    detail,
  });
  expect(rolloutEvent("Rollout Needs Person", detail, 1000).id).toBe("rollout-needs-person-web-1-1000");
});
