import { memoryUsage } from "node:process";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** How large what is alive gets, over what was alive at the beginning. */
interface LiveHeap {
  /** Collects the garbage and looks. */
  look(): void;
  readonly peakBytes: () => number;
}

/**
 * Measures what is alive, without garbage: this process holds the account as well, whose work makes far more garbage than
 * the function does.
 */
export function openLiveHeap(): LiveHeap {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const alive = (): number => {
    collect();
    return memoryUsage().heapUsed;
  };
  const before = alive();
  let peak = 0;
  return {
    look: () => {
      peak = Math.max(peak, alive() - before);
    },
    peakBytes: () => peak,
  };
}
