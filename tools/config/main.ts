// `npm run config`: what each variable of each program means, with its form and its default.
import type { Variables } from '#kernel/config/variable.ts';
import { serviceVariables } from '#kernel/service/variables.ts';
import { integrationVariables } from '#services/integration/variables.ts';
import { readFlags } from '#tools/arguments.ts';

readFlags('npm run config: says what each variable means. It takes no arguments.');

const programs: readonly { readonly title: string; readonly variables: Variables }[] = [
  { title: 'Each service (node services/<name>/main.ts)', variables: serviceVariables },
  { title: 'Besides, integration (the gateway and the partners)', variables: integrationVariables },
];

const line = (name: string, { description, form, fallback, secret }: Variables[string]): string => {
  const standard = fallback === undefined ? 'required' : `default ${fallback.text === '' ? '(empty)' : fallback.text}`;
  return `  ${name}\n      ${description}.\n      ${form}; ${standard}${secret ? '; secret' : ''}`;
};

const text = programs
  .map(
    ({ title, variables }) =>
      `${title}\n\n${Object.entries(variables)
        .map(([name, variable]) => line(name, variable))
        .join('\n')}\n`,
  )
  .join('\n');
// Whoever reads only the beginning (npm run config | head) closes the pipe: that is no failure.
process.stdout.on('error', () => process.exit(0));
process.stdout.write(`${text}\nnpm start reads PORT, JIXIAO_DATA and NODE_ENV alone; the README says how.\n`);
