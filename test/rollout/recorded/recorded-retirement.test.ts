import {
  BAKED,
  LAUNCHED,
  RETIRED,
  RETURNED,
  SHIFTED,
  transcript,
  VALIDATED,
} from "../../support/rollout/transcript.ts";
import { expect } from "../../support/scenarios/harness.ts";

const handoff = { command: "/opt/handoff", timeout: "5m" };

transcript(
  "blue hands off, drains for ten minutes and is kept warm for twelve",
  { declaration: { retire: { drain: "10m", handoff, warm: "12m" } } },
  async (web, lines) => {
    await web.publish();
    await web.settled();
    expect(lines).toEqual([
      "admit pass (4 1 2)",
      ...LAUNCHED,
      ...VALIDATED,
      ...SHIFTED,
      ...BAKED,
      "retireBlue wait 60s (7m50s)",
      "retireBlue wait 300s (12m)",
      "retireBlue wait 300s (7m)",
      "retireBlue wait 120s (2m)",
      "retireBlue wait 15s: SendCommand",
      ...RETIRED,
    ]);
  },
);

transcript(
  "a handoff that fails",
  {
    image: { "sim:command-exit-code:handoff": "1" },
    declaration: { retire: { drain: "60s", handoff } },
    leaves: { retained: [1] },
  },
  async (web, lines) => {
    await web.publish();
    await web.settled();
    expect(lines).toEqual([
      "admit pass (4 1 2)",
      ...LAUNCHED,
      ...VALIDATED,
      ...SHIFTED,
      ...BAKED,
      "retireBlue wait 15s: SendCommand",
      "retireBlue pass (1)",
      "closeRollout pass (1)",
    ]);
  },
);

transcript(
  "a handoff that hangs",
  {
    image: { "sim:command-seconds": "86400" },
    declaration: { retire: { drain: "60s", handoff: { ...handoff, timeout: "1m" } } },
    leaves: { retained: [1] },
  },
  async (web, lines) => {
    await web.publish();
    await web.settled();
    expect(lines).toEqual([
      "admit pass (4 1 2)",
      ...LAUNCHED,
      ...VALIDATED,
      ...SHIFTED,
      ...BAKED,
      "retireBlue wait 15s: SendCommand",
      "retireBlue wait 15s (0 4 1m) ×3",
      "retireBlue pass (1)",
      "closeRollout pass (1)",
    ]);
  },
);

transcript(
  "a newer image while blue is warm",
  { declaration: { retire: { drain: "60s", warm: "1h" } } },
  async (web, lines) => {
    await web.publish();
    await web.until("RetireBlue");
    await web.minutes(20);
    await web.publish();
    await web.minutes(15);
    await web.abort();
    await web.settled();
    expect(lines).toEqual([
      "admit pass (4 1 2)",
      ...LAUNCHED,
      ...VALIDATED,
      ...SHIFTED,
      ...BAKED,
      "retireBlue wait 300s (1h)",
      "retireBlue wait 300s (55m)",
      "retireBlue wait 300s (50m)",
      "retireBlue wait 300s (45m)",
      "retireBlue wait 300s (40m)",
      "admit queued",
      ...RETIRED,
      "admit wait 15s",
      "admit pass (4 2 3)",
      "launchGreen pass (4): CreateLaunchTemplateVersion CreateAutoScalingGroup",
      "observeGreen wait 15s",
      "observeGreen pass (4 4)",
      ...VALIDATED,
      ...SHIFTED,
      ...BAKED,
      "retireBlue wait 300s (1h)",
      "retireBlue fail",
      ...RETURNED,
      "rollBack wait 70s (4): UpdateAutoScalingGroup",
      "rollBack pass (3): DeleteAutoScalingGroup DeleteLaunchTemplateVersions",
      "closeRollout fail",
    ]);
  },
);
