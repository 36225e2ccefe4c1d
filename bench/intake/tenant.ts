// Whose values come, for when, and on which day. Apart from the rows, so that the service under load holds no directory.
import { businessId } from '#kernel/values/identifier.ts';

/** 浙江省, as the tenant that assesses. */
export const county = '33';

/** The month whose values come, and the day on which they come. */
export const period = '2025-03';
export const today = '2025-04-10';

/** The id of a place by its code. */
export const placeId = (code: string): string => businessId('place', code);

/** The subtree that the sender may speak of. */
export const province: string = placeId('330000000000');
