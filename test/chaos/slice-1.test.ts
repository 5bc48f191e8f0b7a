import { describeSlice } from "./slice.ts";

describeSlice({ from: 100_000, seeds: 100 });
