import type { GateVerdict } from "../gate.ts";

/**
 * What blue's verdict by the same gate at the same moment makes of green's, where green does not pass. Blue passes: it stays
 * green's alone. Blue fails as badly: both stand. Blue is not well, but better than green: green is left, and its image not
 * blamed. Blue cannot be told: nobody is blamed for what is not known.
 */
export function besideBlue(green: GateVerdict, blue: GateVerdict): GateVerdict {
  if (green.verdict === "pass" || green.verdict === "unknown" || blue.verdict === "pass") return green;
  const reason = `${green.reason}; of blue: ${blue.reason}`;
  if (blue.verdict === "unknown") return { ...green, reason, ending: UNKNOWN };
  if (green.verdict === "fail" && blue.verdict !== "fail") return { ...green, reason, ending: BOTH };
  return { ...green, verdict: "stand", reason, ending: BOTH };
}

const BOTH = { imageAtFault: false, error: "BothIll" } as const;
const UNKNOWN = { imageAtFault: false, error: "GateUnread" } as const;
