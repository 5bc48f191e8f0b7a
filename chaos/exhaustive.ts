import type { ChaosOptions } from "./options.ts";
export async function exhaust(_options: ChaosOptions): Promise<number> { return 0; }
