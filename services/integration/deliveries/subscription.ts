// Subscriptions: what a partner is due of a county.
import { businessId } from '#kernel/values/identifier.ts';

/** The subscription of the HR system to a county's results and measures (R2, R3). */
export const hrSubscription = (county: string): string => businessId('subscription', 'hr', county);
