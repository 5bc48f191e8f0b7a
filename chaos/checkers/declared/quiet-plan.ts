import { excused } from "../exemptions.ts";
import { parseDuration } from "../../../src/domain/duration.ts";
import type { Plan } from "../../draws/plan.ts";

/** How servers behave that do all that is asked of them, if only in their time. */
const HARMLESS = new Set(["sim:boot-seconds", "sim:healthy-seconds", "sim:command-seconds"]);

/** What may delay a rollout, and never undo one: events, clocks, a freeze, what green is to follow. */
const NO_REASON = new Set([
  "blue-changed",
  "clock-skew",
  "events-astray",
  "events-lost",
  "events-reordered",
  "freezes-midway",
]);

/** Whether nothing is drawn that undoes a rollout or interferes, and every image is good. */
export const isQuietPlan = ({ faults, acts, hands = [], fleet, requests }: Plan): boolean =>
  faults.every(({ name }) => NO_REASON.has(name)) &&
  acts.length === 0 &&
  hands.length === 0 &&
  fleet.approval === undefined &&
  !fleet.scalingPolicy &&
  [fleet.image, ...requests.map(({ image }) => image)].every(
    (image) =>
      isHarmless(image) &&
      isDone(image, fleet) &&
      !excused("as-declared: an image that boots for more than half its time", !isInTime(image, fleet)),
  );

/** A Network Load Balancer registers a server for two minutes and more before it checks it. */
const REGISTRATION_SECONDS = 150;

/** Whether servers that boot so slowly can be proved good within half of the time that is declared for it. */
const isInTime = ({ tags }: Plan["fleet"]["image"], { declaration, strategy }: Plan["fleet"]): boolean => {
  const registers = strategy === "nlb-weighted" ? REGISTRATION_SECONDS : 0;
  const boots = Number(tags["sim:boot-seconds"] ?? 0) + Number(tags["sim:healthy-seconds"] ?? 0) + registers;
  const validate = declaration.deadlines?.validate ?? "15m";
  const seconds =
    Number(validate.slice(0, -1)) * (validate.endsWith("m") ? 60 : validate.endsWith("h") ? 3600 : 1);
  return boots <= seconds / 2;
};

/** Whether its commands end within the time that the fleet's gates give them. */
const isDone = ({ tags }: Plan["fleet"]["image"], { declaration }: Plan["fleet"]): boolean =>
  (declaration.gates ?? []).every(
    (gate) =>
      gate.kind !== "command" ||
      Number(tags["sim:command-seconds"] ?? 0) < (parseDuration(gate.timeout ?? "5m") ?? 0),
  );

const isHarmless = ({ tags, architecture, goneAfterSeconds }: Plan["fleet"]["image"]): boolean =>
  architecture === undefined &&
  goneAfterSeconds === undefined &&
  Object.entries(tags).every(([tag, value]) => HARMLESS.has(tag) && /^\d+$/u.test(value));
