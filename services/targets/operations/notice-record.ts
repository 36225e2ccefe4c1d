// A supervision notice as the contract shows it.
import type { components } from '#contracts/generated/targets.ts';
import type { Notice } from '../domain/notice.ts';

/** The record of a notice. */
export const noticeRecord = (notice: Notice): components['schemas']['Notice'] => ({ ...notice });
