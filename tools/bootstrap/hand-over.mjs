// Hands over to a program: same terminal, signals passed on, and its exit code becomes ours.
import { spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { programEnvironment } from './environment.mjs';
import { refuse } from './sentences.mjs';
import { onSignals } from './signals.mjs';

/** What every program begins with: it forgets another database that the caller has in mind, and goes on without a terminal. */
const preludes = ['kernel/config/forget-pg.ts', 'kernel/process/without-terminal.ts'];

// A shell reports the end by a signal as this plus the signal's number.
const signalExitBase = 128;

/** Runs a `.ts` file of the project, or a tool of node_modules/.bin, by the given Node; ends this process as that one ended. */
export async function handOver({ root, node, program, parameters }) {
  const file = program.endsWith('.ts') ? join(root, program) : join(root, 'node_modules', '.bin', program);
  if (!existsSync(file)) refuse('NO_SUCH_PROGRAM', { program });
  const path = [dirname(node), join(root, 'node_modules', '.bin'), process.env.PATH ?? ''].join(delimiter);
  const begun = preludes.flatMap((each) => ['--import', pathToFileURL(join(root, each)).href]);
  const child = spawn(node, [...begun, realpathSync(file), ...parameters], {
    cwd: root,
    env: { ...programEnvironment(process.env), PATH: path },
    stdio: 'inherit',
  });
  onSignals((signal) => {
    // At a terminal Ctrl-C reaches the whole group: the child has it already, and twice would mean "at once".
    if (signal === 'SIGINT' && process.stdin.isTTY) return;
    child.kill(signal);
  });
  const [code, signal] = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (...end) => resolve(end));
  });
  process.exitCode = code ?? signalExitBase + (constants.signals[signal] ?? 0);
  process.exit();
}
