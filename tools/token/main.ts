// `npm run token -- <user>`: prints the access token of a development user, and nothing else, to standard output.
import { developmentPassword } from '../../deploy/issuer/account.ts';
import { issuerIn } from './issuer.ts';
import { SignInFailed, signIn } from './sign-in.ts';

const usage = `npm run token -- <user>
Prints an access token of a development user.
  PORT             the port of the running system, where it is not 8080
  JIXIAO_ISSUER    another issuer, such as https://login.example.gov.cn/realms/jixiao
  JIXIAO_PASSWORD  the password, where it is not the common one for development
The sign-in page of the running system lists the users.
`;

const exitUsage = 64;
const exitUnavailable = 69;
const exitRefused = 77;

const main = async (): Promise<number> => {
  const [username, ...rest] = process.argv.slice(2);
  if (username === undefined || rest.length > 0 || username.startsWith('-')) {
    process.stderr.write(usage);
    return exitUsage;
  }
  const where = issuerIn(process.env);
  if ('fault' in where) {
    process.stderr.write(`${where.fault}\n`);
    return exitUsage;
  }
  try {
    const password = process.env['JIXIAO_PASSWORD'] ?? developmentPassword;
    const { accessToken } = await signIn({ issuer: where.issuer, username, password });
    process.stdout.write(`${accessToken}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof SignInFailed)) throw error;
    process.stderr.write(`${error.message}\n`);
    return error.kind === 'refused' ? exitRefused : exitUnavailable;
  }
};

process.exitCode = await main();
