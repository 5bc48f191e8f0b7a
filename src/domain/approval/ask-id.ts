import { digest } from "../following/digest.ts";
import type { ApprovalAsk } from "./approval-ask.ts";

/**
 * What an answer names that is for this ask and no other: short enough to be copied, another one for all that an answer is bound to. Apart
 * from the asks' schema, which what only prints commands does not load.
 */
export const askId = ({ key }: Pick<ApprovalAsk, "key">): string => digest(key);
