/** What somebody says of the next thing that waits for a yes. */
export interface AnswerPlan {
  /** After it was asked for; later than the deadline, too. */
  readonly afterSeconds: number;
  readonly verdict: "approved" | "rejected";
  /** `mallory` is proved to be somebody else; of what is typed into the console nobody proves anything. */
  readonly who: "ada" | "mallory" | "console";
  /** Somebody says the opposite a moment later. */
  readonly isContradicted: boolean;
}

/** What waits for a person's yes, and how people answer, one after the other and again from the first on. */
export interface ApprovalPlan {
  /** Not given: only what drifts of mode `approve` need. */
  readonly declared?: {
    readonly before: "launch" | "shift";
    readonly deadlineSeconds: number;
    readonly onDeadline: "reject" | "proceed";
    /** Ada alone may answer. */
    readonly isRestricted: boolean;
  };
  /** None: nobody ever answers. */
  readonly answers: readonly AnswerPlan[];
}
