import { describeSlice } from "../support/chaos/slice.ts";

describeSlice({ from: 100_000, seeds: 20 });
