import type { ChaosOptions } from "./options.ts";
export async function lag(_options: ChaosOptions): Promise<number> { return 0; }
