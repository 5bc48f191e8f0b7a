import { expect, test } from "vitest";
import { quarantineRows } from "../../../src/views/quarantine/quarantine-rows.ts";

test("an image in quarantine is a row; one that was lifted is none", () => {
  const verdict = {
    reach: null,
    fleet: "web",
    rollout: "web-1",
    reason: "command failed",
    at: 7,
    lifted: null,
  };
  const lifted = { by: "ada", reason: "flaky", at: 8 };
  expect(
    quarantineRows([
      { ...verdict, imageId: "ami-1", reach: "web" },
      { ...verdict, imageId: "ami-2", lifted },
      { ...verdict, imageId: "ami-3", fleet: null, rollout: null },
    ]),
  ).toEqual([
    { imageId: "ami-1", reach: "web", at: 7, fleet: "web", rollout: "web-1", reason: "command failed" },
    { imageId: "ami-3", reach: null, at: 7, fleet: null, rollout: null, reason: "command failed" },
  ]);
});
