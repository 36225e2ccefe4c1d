// The cookies of one sign-in: one origin, one visit, so names are enough.

/** Keeps what the server sets and sends it back. */
export interface CookieJar {
  take(response: Response): void;
  header(): string;
}

/** An empty jar. */
export const openCookieJar = (): CookieJar => {
  const cookies = new Map<string, string>();
  return {
    take: (response) => {
      for (const line of response.headers.getSetCookie()) {
        const [pair = '', ...attributes] = line.split(';');
        const name = pair.slice(0, pair.indexOf('=')).trim();
        const gone = attributes.some((attribute) => /^\s*(max-age=0|expires=thu, 01 jan 1970)/i.test(attribute));
        if (gone) cookies.delete(name);
        else cookies.set(name, pair.slice(pair.indexOf('=') + 1).trim());
      }
    },
    header: () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
  };
};
