import { describeSlice } from "../support/chaos/slice.ts";

describeSlice({ from: 200_000, seeds: 20 });
