// What the connection to NATS says about itself: the source of readiness, since Moleculer goes on believing it is connected.

/** Whether calls can travel, and if not, why. The reasons are sentences for an operator. */
export interface TransportHealth {
  readonly ready: boolean;
  readonly reasons: readonly string[];
}

/** Keeps what the client's events say. */
export interface HealthRecord {
  readonly read: () => TransportHealth;
  readonly connected: () => void;
  readonly lost: (reason: string) => void;
  readonly denied: (operation: 'publish' | 'subscription', subject: string) => void;
  /** Forgets what was denied: a new connection may have new permissions. */
  readonly forgetDenied: () => void;
}

// A server that denies everything would otherwise fill the memory with subjects.
const deniedKept = 50;

/** A record that starts as not connected. */
export const healthRecord = (): HealthRecord => {
  let lost: string | undefined = 'NATS has not been reached yet';
  const denials = new Set<string>();
  return {
    read: () => {
      const reasons = [...(lost === undefined ? [] : [lost]), ...denials];
      return { ready: reasons.length === 0, reasons };
    },
    connected: () => {
      lost = undefined;
    },
    lost: (reason) => {
      lost = reason;
    },
    denied: (operation, subject) => {
      if (denials.size >= deniedKept) return;
      denials.add(`NATS denies ${operation === 'publish' ? 'publishing to' : 'the subscription of'} ${subject}`);
    },
    forgetDenied: () => denials.clear(),
  };
};
