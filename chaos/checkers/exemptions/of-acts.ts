import type { Exemption } from "./exemption.ts";

/** Of those that judge what moult changes and decides. */
export const OF_ACTS = {
  "brakes: what a person asks for": {
    of: "object",
    reason: "a person waits for no window and no budget",
    harm: "a rollout that serves a person's ask beside others, begun while the others had to wait",
  },
  "as-declared: fifteen seconds of each time": {
    of: "instant",
    reason: "clocks are five seconds off either way, and a request is under way for up to five",
    harm: "a step, a bake or a warm time that much too short",
  },
  "as-declared: a rollout that a person settled": {
    of: "object",
    reason: "steps, pauses, bake and warm time are the person's",
    harm: "times that are not kept on the way to where the person wants the fleet",
  },
  "as-declared: the times of a rollout that a person promoted": {
    of: "object",
    reason: "who promotes wants no pause, bake or warm time waited for; that comes to nobody else's mind",
    harm: "none: what a promotion leaves – the order of steps, floor, drain, handoff – is judged as ever",
  },
  "as-declared: all traffic off a blue that answers nowhere": {
    of: "instant",
    reason: "it is left at once, whatever steps are left",
    harm: "steps left out for a blue that only seems dead",
  },
  "as-declared: a wait while frozen": {
    of: "instant",
    reason: "nothing is done of what may not be done now",
    harm: "an abort that is heard only after the freeze",
  },
  "as-declared: a wait for a read-back, or after a call that failed": {
    of: "instant",
    reason: "nothing was judged in it; the poll after it judges green",
    harm: "an alarm that is seen one poll later",
  },
  "as-declared: the first wait of the bake": {
    of: "instant",
    reason: "the step before it has judged the same",
    harm: "an alarm of the 20 s before, seen 75 s later",
  },
  "as-declared: an alarm that rang before green had traffic": {
    of: "object",
    reason: "it is not judged while blue has a share",
    harm: "an alarm of the 20 s after green's first traffic taken for an old one",
  },
  "as-declared: an image that boots for more than half its time": {
    of: "object",
    reason: "its servers may not be proved good in time",
    harm: "a time that is declared long enough, and is not",
  },
  "steered: all traffic off a blue that answers nowhere": {
    of: "instant",
    reason: "it is left at once for a green that does, though the rollout is paused",
    harm: "a step in a pause beside a blue that only seems dead",
  },
  "lasts: a rollout that a person settled": {
    of: "object",
    reason: "whoever settles has judged green",
    harm: "none: its health is asked as long as it has traffic",
  },
  "lasts: ten seconds of a gate's time": {
    of: "instant",
    reason: "two processes whose clocks are each off by five seconds",
    harm: "a gate that lasts ten seconds less",
  },
  "in-time: a wait in which nothing was judged": {
    of: "instant",
    reason: "the fleet is frozen, or AWS throttles",
    harm: "a deadline that is heard one poll later",
  },
  "in-time: a step of which a call failed": {
    of: "instant",
    reason: "it is tried again, or goes on at the next poll",
    harm: "the same, in a run with faults",
  },
  "in-time: servers that boot as long as blue's did": {
    of: "instant",
    reason: "nobody is judged before that, whatever time is declared",
    harm: "a time that is shorter than the servers take",
  },
  "blames-fairly: five minutes after what was read or done late": {
    of: "instant",
    reason: "the world may have been another when it was read",
    harm: "an image blamed on what was seen late",
  },
  "blames-fairly: servers that pull": {
    of: "object",
    reason: "nobody tells how they are but their group; told in scenarios",
    harm: "a quarantine for what blue's servers suffer as well, where they pull",
  },
  "blamed: an image whose blue fell ill, too": {
    of: "instant",
    reason: "who fails beside blue is not blamed, and blue may have been ill in part",
    harm: "an image that is not blamed since one of blue's servers ended meanwhile",
  },
  "blamed: five minutes after what was read or done late": {
    of: "instant",
    reason: "what failed may have been read as of before",
    harm: "an image that is not blamed in such a run",
  },
  "ends-by-cause: a rollout that a person settled": {
    of: "object",
    reason: "its end is the person's",
    harm: "a settlement that fails for no cause",
  },
  "followed: what somebody changed since the release was begun": {
    of: "instant",
    reason: "it was not there when blue was read",
    harm: "none: the next look names it",
  },
  "followed: a rollout that a person settled": {
    of: "object",
    reason: "which side is kept is the person's",
    harm: "belongings of blue that are lost on that way",
  },
  "followed: the maximum of a group that somebody resized": {
    of: "object",
    reason: "whoever set it may have meant green's",
    harm: "a maximum that is lost only then",
  },
  "no-force: a hook that somebody took from blue": {
    of: "object",
    reason: "green follows: what waits for it on green does not wait on blue either",
    harm: "a hook that goes from green and is on blue again since the look began",
  },
  "one-writer: a weight that somebody changed since the rule was read": {
    of: "instant",
    reason: "a rule has other writers, and ModifyRule has no condition",
    harm: "somebody's own weight that is written over within one step",
  },
  "one-writer: a lease of a process that pauses": {
    of: "instant",
    reason: "it cannot renew it",
    harm: "a wait that is longer than its lease right after a pause",
  },
  "capacity: servers that others took": {
    of: "instant",
    reason:
      "servers were lost, moved or taken out of traffic by what is not moult's, or while the step that moves traffic away was under way, until the floor is met again; where servers pull, without a green that may go at once",
    harm: "a fall below the floor by moult's own doing in that time; its decisions are judged all the same",
  },
  "capacity: traffic that somebody moves within the step": {
    of: "instant",
    reason: "it was read as back, and is not any more",
    harm: "a green that shrinks with traffic somebody gave it a moment ago",
  },
  "capacity: a size that the schedule asks for": {
    of: "object",
    reason: "all traffic rests on the side, and it has fewer servers by its own schedule",
    harm: "a scale-in too early where somebody moves traffic in the run, and where servers pull",
  },
  "blue-is-safe: gates of a rollout that a person settled": {
    of: "object",
    reason: "whoever settles on green has judged it: only whether it answers is asked",
    harm: "none: that is what they asked for",
  },
  "blue-is-safe: a size that the schedule asks for": {
    of: "object",
    reason: "all traffic rests on blue, and it has fewer servers by its own schedule",
    harm: "the same",
  },
  "blue-is-safe: ten seconds of the drain where clocks are off": {
    of: "instant",
    reason: "the drain is measured by a process whose clock is five seconds off, as another's may be",
    harm: "a drain that is ten seconds short",
  },
  "blue-is-safe: traffic that somebody moved after the release": {
    of: "instant",
    reason: "behind the point of no return somebody gives what is left of blue some",
    harm: "requests lost on a blue that goes",
  },
  "blue-is-safe: the bake of a run that was settled on green": {
    of: "object",
    reason:
      "it waited for a person with its traffic on green, and is settled there: what is left is to let blue go",
    harm: "a green that is found bad only after a while, which no bake shows any more",
  },
  "blue-is-safe: the bake of a rollout that a person promoted": {
    of: "object",
    reason: "it is what they skipped",
    harm: "a green that is found bad only after a while",
  },
  "blue-is-safe: a gate that was not asked yet when a person promoted": {
    of: "object",
    reason:
      "it is what they skipped, by name and on record; health and floor are judged before green gets traffic",
    harm: "a command or a request of which nobody knows whether it fails",
  },
  "blue-is-safe: alarms of a run that was settled on green": {
    of: "object",
    reason: "green has the traffic, and the run went neither on nor back for what rings; a person was told",
    harm: "an alarm that is green's, once the settlement has begun",
  },
  "blue-is-safe: a server that broke while green was validated": {
    of: "object",
    reason: "a gate that was passed is not asked again in validation, and the server answered then",
    harm: "none of the gate: its health is watched from then on",
  },
} as const satisfies Readonly<Record<string, Exemption>>;
