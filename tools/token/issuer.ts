// Where the token tool signs in: the issuer that the environment names, or that of the system on this machine.

const portDefault = '8080';
const portMax = 65_535;

/** The issuer without a slash at its end, or a sentence that says which variable is wrong. */
export const issuerIn = (
  environment: Readonly<Record<string, string | undefined>>,
): { readonly issuer: string } | { readonly fault: string } => {
  const named = environment['JIXIAO_ISSUER']?.trim() ?? '';
  if (named !== '') {
    const { protocol } = URL.parse(named) ?? {};
    return protocol === 'http:' || protocol === 'https:'
      ? { issuer: named.replace(/\/+$/, '') }
      : {
          fault: `JIXIAO_ISSUER is «${named}»: it takes an address such as https://login.example.gov.cn/realms/jixiao.`,
        };
  }
  const given = environment['PORT']?.trim() ?? '';
  const port = given === '' ? portDefault : given;
  return /^[1-9][0-9]{0,4}$/.test(port) && Number(port) <= portMax
    ? { issuer: `${new URL(`http://127.0.0.1:${port}`).origin}/realms/jixiao` }
    : { fault: `PORT is «${port}»: it takes the port of the running system, 1 to ${portMax}.` };
};
