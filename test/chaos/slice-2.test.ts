import { describeSlice } from "./slice.ts";

describeSlice({ from: 200_000, seeds: 100 });
