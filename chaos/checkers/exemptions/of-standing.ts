import type { Exemption } from "./exemption.ts";

/** Of those that judge what is left standing, and what people hear of it. */
export const OF_STANDING = {
  "served: both sides attached to one target group": {
    of: "object",
    reason: "its healthy servers share the traffic by themselves",
    harm: "none",
  },
  "served: a green attached in blue's place before its first step": {
    of: "instant",
    reason: "attachments are not read while green boots and is validated",
    harm: "requests lost until the end of validation where somebody does that by hand, in two calls",
  },
  "served: a fleet that is frozen": {
    of: "instant",
    reason: "nothing is changed then; that nobody answers is told, which `spoken` judges",
    harm: "none that is not told",
  },
  "served: what a disturbance takes": {
    of: "instant",
    reason:
      "a step is tried again, or taken over, in the time that the table of disturbances has for its kind",
    harm: "a reaction that is slow only after such a fault, by less than that",
  },
  "ends: a fleet that is frozen": {
    of: "instant",
    reason: "a freeze does not count against deadlines",
    harm: "none",
  },
  "ends: a wait that is declared": {
    of: "instant",
    reason: "pauses, bake and warm time do not count against deadlines",
    harm: "a wait that is called declared and is not; `as-declared` judges those times",
  },
  "ends: a run that no process carries, or a paused one": {
    of: "instant",
    reason:
      "nobody can work on it until a sweep has another execution take it over, for 45 minutes at most since the last process died",
    harm: "a sweep that is late to take such a run over, by less than that",
  },
  "gives-back: twenty minutes after a disturbance": {
    of: "instant",
    reason: "another try of the step, or another engine's, may hold the lease for what it is about to begin",
    harm: "a lease that is left behind only then, until a sweep frees it",
  },
  "gives-back: a lease of the same run's other invocation": {
    of: "object",
    reason: "two engines admit one run, or end it, at once: who answers later gives it back, and is judged",
    harm: "none",
  },
  "spoken: what a disturbance takes": {
    of: "instant",
    reason: "who was to send it may be gone; what it had to send is left to it for four minutes",
    harm: "an event that is sent 20 minutes late, and only then",
  },
  "spoken: the same id once more after a process died": {
    of: "instant",
    reason: "what was sent and not marked is sent again",
    harm: "an event that is sent twice within 20 minutes of a disturbance",
  },
  "spoken: who needs a person again after a settlement": {
    of: "instant",
    reason: "a rollout that was settled in vain ends anew, and each end is said",
    harm: "none",
  },
  "spoken: what a run may still mend": {
    of: "instant",
    reason: "while a run is open or a fleet frozen, a sweep does not compare the fleet with the world",
    harm: "a live group that is gone, and weights on nobody, untold until then",
  },
  "rings: an event that another process has just taken on": {
    of: "instant",
    reason: "it is being sent by a step while the sweep counts",
    harm: "an alarm that rings one sweep later",
  },
  "rings: what has stood for less than ten minutes": {
    of: "instant",
    reason: "it may have been over in between, and a sweep sees that only at the next",
    harm: "an alarm that rings ten minutes late",
  },
  "rings: an execution that fails once its rollout is closed": {
    of: "instant",
    reason: "whatever goes wrong after the rollout's end was written fails its execution",
    harm: "an alarm for a rollout that succeeded, in a run with faults",
  },
  "rests: weights that somebody moved at rest": {
    of: "object",
    reason: "no run looks after the rule any more; it is told with the commands that end it, and not changed",
    harm: "traffic on nobody until a person acts, where the telling itself is wrong",
  },
  "rests: a rule or a target group that is gone": {
    of: "object",
    reason: "somebody deleted it: there is no weight to be judged",
    harm: "none",
  },
  "goes-live: an hour after a disturbance, or as long as its kind holds up": {
    of: "instant",
    reason:
      "what people and zones take comes back within the hour, a lost execution within 35 minutes, a failed step within ten",
    harm: "a rollout that stalls only that soon after a fault, and ends by its deadline",
  },
  "untouched: a rule that went with its listener": {
    of: "object",
    reason: "somebody deleted the fleet's listener, on which the strangers' rule stood",
    harm: "none: no change of moult's names a listener's deletion",
  },
} as const satisfies Readonly<Record<string, Exemption>>;
