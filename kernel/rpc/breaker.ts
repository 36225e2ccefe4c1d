// A circuit breaker as a pure step: a callee that is out is left alone for a while instead of being asked by everyone.

/** Limits of a breaker. */
export interface BreakerLimits {
  /** Time over which calls are counted. */
  readonly windowMs: number;
  /** Calls in the window before it may open. */
  readonly callsMin: number;
  /** Share of outages, 0 to 1, at which it opens. */
  readonly outageShare: number;
  /** Time for which it stays open before one call is let through as a trial. */
  readonly openMs: number;
}

/** The breaker's memory. */
export interface BreakerState {
  readonly windowBeganMs: number;
  readonly calls: number;
  readonly outages: number;
  /** When it opened; undefined while it is closed. */
  readonly openedMs: number | undefined;
  /** Since when a trial call is under way. */
  readonly trialMs: number | undefined;
}

/** A breaker that has seen nothing. */
export const closedBreaker: BreakerState = {
  windowBeganMs: 0,
  calls: 0,
  outages: 0,
  openedMs: undefined,
  trialMs: undefined,
};

/** Whether a call may go out at this time, and the state after asking: an open breaker lets one trial through per `openMs`. */
export const ask = (
  state: BreakerState,
  limits: BreakerLimits,
  nowMs: number,
): { readonly allowed: boolean; readonly state: BreakerState } => {
  if (state.openedMs === undefined) return { allowed: true, state };
  // A trial whose answer never came must not keep the breaker open for ever.
  const since = state.trialMs ?? state.openedMs;
  if (nowMs - since < limits.openMs) return { allowed: false, state };
  return { allowed: true, state: { ...state, trialMs: nowMs } };
};

/** The state after a call ended. `outage` means that the callee was out, not that it refused. */
export const record = (state: BreakerState, limits: BreakerLimits, outage: boolean, nowMs: number): BreakerState => {
  if (state.openedMs !== undefined) {
    // Answers to calls that went out before it opened say nothing about now; only a trial's answer counts.
    if (state.trialMs === undefined) return state;
    return outage ? { ...state, openedMs: nowMs, trialMs: undefined } : { ...closedBreaker, windowBeganMs: nowMs };
  }
  const fresh = nowMs - state.windowBeganMs >= limits.windowMs;
  const calls = (fresh ? 0 : state.calls) + 1;
  const outages = (fresh ? 0 : state.outages) + (outage ? 1 : 0);
  const opens = calls >= limits.callsMin && outages / calls >= limits.outageShare;
  return {
    windowBeganMs: fresh ? nowMs : state.windowBeganMs,
    calls,
    outages,
    openedMs: opens ? nowMs : undefined,
    trialMs: undefined,
  };
};
