import { windowsOf } from "../brakes/windows-settings.ts";
import { NO_ATTEMPTS } from "../decide/attempts.ts";
import type { FleetState } from "../decide/fleet-state.ts";
import { imageSource, NOTHING_WANTED } from "../decide/wanted.ts";
import type { Fleet } from "../declaration/fleet.ts";

interface Resting {
  readonly image: string;
  /** When its servers were launched, milliseconds since 1970. */
  readonly launchedAt: number;
  /** What has to fit into its windows. */
  readonly lengthMs: number;
}

/** A fleet as it is decided by where all is as it is declared: nothing is due but what comes of its age. */
export function restingState(fleet: Fleet, { image, launchedAt, lengthMs }: Resting): FleetState {
  const { age, approval, template, windows, budget } = fleet;
  const source = imageSource(fleet.image);
  const named = { source, image, madeAt: null, by: "its declaration", evidence: {}, at: launchedAt };
  const hardMax = age?.hardMax;
  return {
    fleet: fleet.fleet,
    source,
    template,
    hasInitialSize: true,
    wanted: { ...NOTHING_WANTED, named, template: { id: template, version: 1, at: launchedAt } },
    findings: [],
    ageDueAt: null,
    except: [],
    attempts: NO_ATTEMPTS,
    quarantined: new Map(),
    live: { number: 1, image, templateVersion: 1, template, launchedFrom: launchedAt },
    open: null,
    needsPerson: null,
    freeze: null,
    approvals: { settings: approval ?? null, asks: [] },
    brakes: {
      windows: windows ? windowsOf(windows) : null,
      length: { ms: windows?.fits ? lengthMs : 0, by: "declaration" },
      budget: budget ?? null,
      begun: [],
      // When a calendar opens is known to AWS alone: whoever has asked says so.
      calendar: null,
      slots: null,
      hardAgeAt: hardMax === undefined ? null : launchedAt + hardMax * 1000,
    },
  };
}
