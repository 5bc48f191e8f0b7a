import type { Random } from "../../simulator/world/random.ts";

/** One release as it is drawn: how many requests each side fails, and whether that is a bad release. */
export interface DrawnRelease {
  readonly isBad: boolean;
  /** Share of the requests that blue fails. */
  readonly blue: number;
  readonly green: number;
}

/** Blue fails one request in ten thousand to one in two hundred, as often in each decade between. */
const BLUE = { least: 0.0001, most: 0.005 };
const BAD = 0.05;

/** A good release fails from half as many requests as blue up to just as many; a bad one five in a hundred. */
export function drawRelease(isBad: boolean, random: Random): DrawnRelease {
  const blue = BLUE.least * (BLUE.most / BLUE.least) ** random.fraction();
  return { isBad, blue, green: isBad ? BAD : blue * (0.5 + random.fraction() / 2) };
}
