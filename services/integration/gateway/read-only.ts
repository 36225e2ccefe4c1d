// Addresses that are only read: pages, files, health.
import type { RequestHandler, Router } from 'express';
import { problem } from '#kernel/problem/problem.ts';

/** Answers GET and HEAD by the handler, and refuses every other method by name (RFC 9110 section 15.5.6). */
export const readOnly = (router: Pick<Router, 'route'>, path: string, handler: RequestHandler): void => {
  router
    .route(path)
    .get(handler)
    .all(() => {
      throw problem('METHOD_NOT_ALLOWED', { allowed: 'GET, HEAD' });
    });
};
