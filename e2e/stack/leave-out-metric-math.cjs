/** A plugin of the deployment for an emulator that knows no metric math: takes those alarms out. */
class LeaveOutMetricMath {
  /** @param {{ service: { provider: { compiledCloudFormationTemplate: { Resources: Record<string, { Properties?: { Metrics?: unknown } }> } } } }} serverless */
  constructor({ service }) {
    const leaveOut = () => {
      const { Resources } = service.provider.compiledCloudFormationTemplate;
      for (const name of Object.keys(Resources))
        if (Resources[name]?.Properties?.Metrics) delete Resources[name];
    };
    this.hooks = { "after:aws:package:finalize:mergeCustomProviderResources": leaveOut };
  }
}

module.exports = LeaveOutMetricMath;
