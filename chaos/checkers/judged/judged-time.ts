/** Of the seconds in which a checker has something to judge, those in which it does. */
export interface JudgedSeconds {
  readonly judged: number;
  readonly due: number;
}

/** How a checker stands from now on: it judges; it would, and an exemption holds; there is nothing to judge. */
type Standing = "judges" | "exempt" | "idle";

interface JudgedTime {
  /** `now` in milliseconds. */
  readonly look: (now: number, standing: Standing) => void;
  readonly seconds: () => JudgedSeconds;
}

export function openJudgedTime(): JudgedTime {
  let lookedAt: number | undefined;
  let before: Standing = "idle";
  let [judged, due] = [0, 0];
  return {
    look: (now, standing) => {
      const passed = (now - (lookedAt ?? now)) / 1000;
      if (before !== "idle") due += passed;
      if (before === "judges") judged += passed;
      lookedAt = now;
      before = standing;
    },
    seconds: () => ({ judged, due }),
  };
}
