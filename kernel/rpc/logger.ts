// Moleculer's log lines in the program's log: errors kept, tokens and packets left out.
import { Loggers } from 'moleculer';
import type { Logger } from 'pino';

type MoleculerLogger = InstanceType<typeof Loggers.Base>;

const textMax = 500;
// Moleculer prints a whole packet after this word, with the caller's token in its headers.
const packetMark = 'Content:';

/**
 * Folds the arguments of one of Moleculer's log calls, which put the text first and the error anywhere, into the object and
 * the text that pino wants; pino alone would drop the error. Objects give their short scalar fields only.
 */
export const foldArguments = (
  values: readonly unknown[],
): { readonly fields: Record<string, unknown>; readonly text: string } => {
  const fields: Record<string, unknown> = {};
  const texts: string[] = [];
  for (const value of values) {
    if (value instanceof Error) {
      fields['err'] ??= value;
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, field] of Object.entries(value)) if (isShort(field)) fields[name] = field;
    } else {
      texts.push(String(value).slice(0, textMax));
    }
  }
  const error = fields['err'];
  return { fields, text: texts.join(' ') || (error instanceof Error ? error.message : '') };
};

const isShort = (value: unknown): boolean =>
  typeof value === 'number' || typeof value === 'boolean' || (typeof value === 'string' && value.length <= textMax);

/** A logger for the broker's options. What Moleculer calls info is about itself and goes to debug. */
export const moleculerLogger = (logger: Logger): MoleculerLogger => {
  const base: MoleculerLogger = Reflect.construct(Loggers.Base, [{ level: 'debug' }]);
  base.getLogHandler = (bindings) => {
    const child = logger.child({ module: `moleculer.${bindings?.mod ?? ''}` });
    return (level, values) => {
      const own = level === 'info' ? 'debug' : level;
      // Moleculer tells of each call: what nobody reads is not put together.
      if (values[0] === packetMark || !child.isLevelEnabled(own)) return;
      const { fields, text } = foldArguments(values);
      child[own](fields, text);
    };
  };
  return base;
};
