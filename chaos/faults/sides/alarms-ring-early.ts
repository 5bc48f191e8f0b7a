import { alarmRule } from "../../../simulator/services/cloudwatch/alarm-settings.ts";
import { addSamples, occurrences } from "../../../simulator/services/cloudwatch/metrics.ts";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import type { FaultKind, FaultWork } from "../fault-kind.ts";
import { fromTheFirst, rolloutWhere, spanMs } from "../in-rollout.ts";

/**
 * The fleet's alarm begins to ring before green has traffic, for what blue answers: it is over before the first step, in the
 * middle of the shift or the bake, or not for half an hour.
 */
export const alarmsRingEarly: FaultKind = {
  name: "alarms-ring-early",
  begin: (work) => fromTheFirst(work, 2, () => ring(work)),
};

const MINUTE_SECONDS = 60;
/** More than any alarm of the chaos allows. */
const ERRORS = 200;

const isEarly = ({ milestones, failure }: RolloutRecord): boolean =>
  milestones["first-traffic"] === undefined && failure === null;

async function ring({ chaos, random }: FaultWork): Promise<void> {
  const { clock, simulator, account } = chaos;
  const { world } = simulator;
  if ((await rolloutWhere(chaos, isEarly)) === undefined) return;
  const seconds = random.pick([60, 150, 300, 600, 1800]);
  const until = clock.now() + spanMs(chaos, seconds);
  chaos.count("alarms-ring-early");
  while (clock.now() < until) {
    const alarm = world.state.alarms.get(account.alarm);
    const rule = alarm && alarmRule(alarm);
    if (rule !== undefined) {
      const minute = Math.floor(clock.now() / 60_000) * 60_000;
      addSamples(world.state, rule.metric, minute, occurrences(ERRORS));
    }
    await clock.sleep(spanMs(chaos, MINUTE_SECONDS));
  }
}
