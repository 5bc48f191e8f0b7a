import { byHand } from "./by-hand.ts";
import { byTheDoor } from "./by-the-door.ts";
import { console } from "./console.ts";
import { denied } from "./denied.ts";
import { imageEvents } from "./image-events.ts";
import type { E2eCase } from "../lab/lab.ts";
import { loggedInto, sampled, scheduled } from "./instance-events.ts";
import { legs } from "./legs.ts";
import { lookingBack } from "./looking-back.ts";
import { neverHealthy } from "./never-healthy.ts";
import { otherInterpreter } from "./other-interpreter.ts";
import { removed, upgraded } from "./own-stack.ts";
import { retirement } from "./retirement.ts";
import { claims, scans } from "./scans.ts";
import { stopped } from "./stopped.ts";

/** Everything that is driven. What looks back comes before what is refused on purpose. */
export const cases: readonly E2eCase[] = [
  byHand,
  byTheDoor,
  ...imageEvents,
  scans,
  claims,
  loggedInto,
  scheduled,
  sampled,
  neverHealthy,
  stopped,
  legs,
  retirement,
  otherInterpreter,
  upgraded,
  removed,
  ...lookingBack,
  console,
  denied,
];
