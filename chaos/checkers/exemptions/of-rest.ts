import type { Exemption } from "./exemption.ts";

/** Of those that judge what is decided, found and left over. */
export const OF_REST = {
  "no-leftovers: a rollout from which somebody took what it needs": {
    of: "object",
    reason: "it waits for a person, and says so; its two generations stay",
    harm: "what such a rollout leaves behind",
  },
  "no-leftovers: a group that somebody deleted": {
    of: "object",
    reason: "nothing of it can be whole",
    harm: "none",
  },
  "no-leftovers: a size that somebody gave": {
    of: "object",
    reason: "people and autoscalers set sizes, and rollouts hand them on",
    harm: "one of these sizes where another of them was meant",
  },
  "no-leftovers: servers that a schedule asks for of an image in quarantine": {
    of: "object",
    reason:
      "the image was in quarantine as they fell due in a rollout, none of it is launched, and the entry says so",
    harm: "a size that is lost beside it, as long as it is too small",
  },
  "no-leftovers: servers that cannot be launched or do not stay": {
    of: "object",
    reason: "their image or version is gone or bad, somebody keeps them, or one was lost a moment ago",
    harm: "servers that are missing in that group for something else",
  },
  "no-leftovers: a process that somebody suspended": {
    of: "object",
    reason: "it is theirs, and green takes it along",
    harm: "the same process, left suspended by moult in that run",
  },
  "no-leftovers: a group whose version somebody changed": {
    of: "object",
    reason: "it launches from another one by their will",
    harm: "none",
  },
  "no-leftovers: weights that somebody moved": {
    of: "object",
    reason: "where they end is judged by `rests`, rule by rule",
    harm: "none that `rests` does not see",
  },
  "no-leftovers: what somebody changed by its name": {
    of: "object",
    reason: "hooks, policies and scheduled actions of a name that somebody changed on the live group",
    harm: "one of these that is lost or left after the release",
  },
  "no-leftovers: a retained server that somebody put back": {
    of: "object",
    reason: "it is theirs; `spoken` judges that they are told",
    harm: "none that is not told",
  },
  "converged: what changed within a sweep's interval": {
    of: "instant",
    reason: "a sweep comes by every five minutes",
    harm: "none: it is asked again later",
  },
  "converged: what somebody else decided while the rollout was closed": {
    of: "instant",
    reason: "it may have been seen too late for this end",
    harm: "a next rollout that begins one sweep later",
  },
  "nothing-held-begun: what came up after the invocation began": {
    of: "instant",
    reason: "it may have been read before",
    harm: "none: the run's next step judges it",
  },
  "one-run-a-state: an entry that was held up": {
    of: "instant",
    reason: "it tells of a state that is no more",
    harm: "the same state started twice, while a write hangs",
  },
  "wanted-or-live: a run that finds nothing of its traffic": {
    of: "object",
    reason: "it starts over, and is on its way all the same",
    harm: "a run to what is not wanted any more, where somebody takes its traffic",
  },
  "wanted-or-live: what is wanted may not begin now": {
    of: "instant",
    reason:
      "no window is open, or the change calendar is closed: ended, the run would leave the fleet with neither",
    harm: "traffic on what is not wanted any more, until the next window opens",
  },
  "found: half a minute before a scan": {
    of: "instant",
    reason: "reads lag, clocks differ and a setting takes its moment to apply",
    harm: "none: the next scan is judged",
  },
  "found: a scan beside another one or a rollout": {
    of: "instant",
    reason: "servers come and go while it reads",
    harm: "a finding that is missed in such a scan alone",
  },
  "logins-kept: an event that nobody got": {
    of: "object",
    reason: "nothing but CloudTrail's event tells of a login",
    harm: "a server that somebody was on stays in use, and nobody is told",
  },
  "logins-kept: a server without its tag": {
    of: "object",
    reason: "a server is the fleet's by its tag",
    harm: "the same; that the tag is lacking is told",
  },
  "notices-found: a scan beside another one or a rollout": {
    of: "instant",
    reason: "servers come and go while it reads",
    harm: "a finding that is missed in such a scan alone",
  },
  "published-once: what an event reported that came again meanwhile": {
    of: "instant",
    reason: "who takes it again does not know that the bus has taken what the first one sent",
    harm: "a login, or what AWS has scheduled, that is published twice within five minutes, with the same id",
  },
  "published-once: a scan that died, failed or was not answered": {
    of: "instant",
    reason: "what it sent is not marked",
    harm: "a finding that is published twice then",
  },
} as const satisfies Readonly<Record<string, Exemption>>;
