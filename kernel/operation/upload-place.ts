// The places of uploads: each holds a connection of the database while its body comes, so there are few, and each caller has a share.
import type { Caller } from '#kernel/identity/caller.ts';
import { problem } from '#kernel/problem/problem.ts';
import { NoPlace, type Semaphore } from '#kernel/waiting/semaphore.ts';

/** How long an upload waits for a place. */
const waitMs = 30_000;

/** Whose upload of which service it is. */
export interface Upload {
  readonly uploads: Semaphore;
  readonly caller: Caller;
  readonly county: string;
  readonly service: string;
}

/**
 * Who holds a place: the organisation, whose people would have a share each otherwise, or the one who calls. Our own services call
 * for every county, and have a share for each.
 */
const holderOf = ({ caller, county }: Upload): string => {
  const { organisation, client, subject, service } = caller;
  if (service !== undefined) return `service ${service} ${county}`;
  return organisation === undefined ? `caller ${client} ${subject}` : `organisation ${organisation}`;
};

/**
 * Runs an upload in one of the places. Throws UPLOADS_TOO_MANY where its caller had its share of them for 30 s, SERVICE_UNAVAILABLE
 * where none was free.
 */
export const inUploadPlace = async <Answer>(upload: Upload, run: () => Promise<Answer>): Promise<Answer> => {
  const { uploads, service } = upload;
  try {
    return await uploads.within(run, { waitMs, holder: holderOf(upload) });
  } catch (error) {
    if (!(error instanceof NoPlace)) throw error;
    if (!error.isShareFull) throw problem('SERVICE_UNAVAILABLE', { service }, { cause: error });
    throw problem('UPLOADS_TOO_MANY', { share: uploads.share, seconds: waitMs / 1_000 }, { cause: error });
  }
};
