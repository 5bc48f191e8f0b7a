/** A listener that forwards to these target groups, as DescribeListeners answers. `sticky`: its stickiness, if any. */
export const forwardsTo = (TargetGroups: readonly object[], sticky?: object) => ({
  DescribeListeners: () => ({
    Listeners: [
      {
        DefaultActions: [
          {
            Type: "forward",
            ForwardConfig: { TargetGroups, ...(sticky && { TargetGroupStickinessConfig: sticky }) },
          },
        ],
      },
    ],
  }),
});
