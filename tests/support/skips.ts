// What a run could not test for want of a server: written down by the specs' processes, told in the closing lines.
import { inject } from 'vitest';
import { serverEnvironment } from '#tools/servers/environment.ts';
import { noteSkip } from './gathered-skips.ts';

/** A server that can't be had, and why. */
export type Unavailable = { readonly skip: string };

declare module 'vitest' {
  interface ProvidedContext {
    /** Given by `servers-setup.ts`: the folder in which the processes of one run tell each other about servers. */
    servers?: { readonly directory: string };
  }
}

// A server that fails to start says so at length; its first words are the reason, the rest is in its log.
const reasonCharactersMax = 600;

/**
 * What a spec gets for a server that can't be had: a reason to skip, told again in the closing lines of the run.
 * With CI=true it throws instead, because a run that tested less must not look green.
 */
export const unavailable = (server: string, reason: string): Unavailable => {
  const sentence = `${server}: ${reason.replaceAll(/\s+/g, ' ').trim().slice(0, reasonCharactersMax)}`;
  if (serverEnvironment().demanded) throw new Error(`CI=true demands every server. ${sentence}`);
  const run = inject('servers');
  if (run !== undefined) noteSkip(run.directory, sentence);
  return { skip: sentence };
};
