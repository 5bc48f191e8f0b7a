import type { GateVerdict } from "../../domain/gate.ts";

/** As much of a verdict as the record keeps. */
export const recordedVerdict = ({ gate, verdict, reason, value, threshold, since }: GateVerdict) => ({
  gate,
  verdict,
  reason,
  value,
  threshold,
  since,
});
