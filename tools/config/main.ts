// `npm run config`: what each variable of each program means, with its form and its default.
import type { Variables } from '#kernel/config/variable.ts';
import { serviceVariables } from '#kernel/service/variables.ts';
import { integrationVariables } from '#services/integration/variables.ts';

const programs: readonly { readonly title: string; readonly variables: Variables }[] = [
  { title: 'Each service (node services/<name>/main.ts)', variables: serviceVariables },
  { title: 'Besides, integration (the gateway and the partners)', variables: integrationVariables },
];

const line = (name: string, { description, form, fallback, secret }: Variables[string]): string => {
  const standard = fallback === undefined ? 'required' : `default ${fallback.text === '' ? '(empty)' : fallback.text}`;
  return `  ${name}\n      ${description}.\n      ${form}; ${standard}${secret ? '; secret' : ''}`;
};

for (const { title, variables } of programs) {
  process.stdout.write(`${title}\n\n`);
  for (const [name, variable] of Object.entries(variables)) process.stdout.write(`${line(name, variable)}\n`);
  process.stdout.write('\n');
}
process.stdout.write('npm start reads PORT, JIXIAO_DATA and NODE_ENV alone; the README says how.\n');
