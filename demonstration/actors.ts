// The actors of the year: each signed in by itself, with a typed client of every service.
import type { operations as EvaluationOperations } from '#contracts/generated/evaluation.ts';
import type { operations as IncentivesOperations } from '#contracts/generated/incentives.ts';
import type { operations as IndicatorsOperations } from '#contracts/generated/indicators.ts';
import type { operations as IntegrationOperations } from '#contracts/generated/integration.ts';
import type { operations as TargetsOperations } from '#contracts/generated/targets.ts';
import { contractOf } from '#kernel/contract/load.ts';
import { signIn } from '#tools/token/sign-in.ts';
import { type Client, createClient } from './api/client.ts';

/** An actor with the five services as it may use them. */
export interface Actor {
  readonly name: string;
  readonly integration: Client<IntegrationOperations>;
  readonly indicators: Client<IndicatorsOperations>;
  readonly targets: Client<TargetsOperations>;
  readonly evaluation: Client<EvaluationOperations>;
  readonly incentives: Client<IncentivesOperations>;
  /** The organisation that the actor acts for, as its token says; undefined for who has none. */
  organisation(): Promise<string | undefined>;
}

/** How actors sign in. */
export interface Credentials {
  /** The password of the development users. */
  readonly password: string;
  readonly secretOf: (clientId: string) => string;
}

/** Where actors act, and when. */
export interface ActorSettings {
  readonly gateway: string;
  readonly issuer: string;
  readonly credentials: Credentials;
  readonly today: () => string;
}

/** Everybody by user name, and the programs by client id. */
export interface Actors {
  person(username: string): Actor;
  program(clientId: string): Actor;
}

/** A token is renewed when less than this is left of it. */
const renewBeforeMs = 60_000;
const contracts = Object.fromEntries(
  ['integration', 'indicators', 'targets', 'evaluation', 'incentives'].map((service) => [service, contractOf(service)]),
);

const claimsOf = (token: string): { readonly exp?: number; readonly organisation?: string } =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as {
    readonly exp?: number;
    readonly organisation?: string;
  };

/** Keeps a token until shortly before it ends. Requests at the same time share one sign-in. */
const keepToken = (fetchToken: () => Promise<string>): (() => Promise<string>) => {
  let held: Promise<string> | undefined;
  return async () => {
    const token = held === undefined ? undefined : await held;
    const endsMs = token === undefined ? 0 : (claimsOf(token).exp ?? 0) * 1_000;
    if (token !== undefined && endsMs - Date.now() > renewBeforeMs) return token;
    const renewed = fetchToken();
    held = renewed;
    renewed.catch(() => {
      held = undefined;
    });
    return renewed;
  };
};

const clientToken = async (issuer: string, clientId: string, secret: string): Promise<string> => {
  const response = await fetch(`${issuer}/protocol/openid-connect/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  const body = (await response.json()) as { readonly access_token?: string };
  if (body.access_token === undefined) throw new Error(`The issuer gave ${clientId} no token: ${response.status}.`);
  return body.access_token;
};

const actorOf = (settings: ActorSettings, name: string, token: () => Promise<string>): Actor => {
  const { gateway, today } = settings;
  const client = <Ops>(service: string): Client<Ops> => {
    const document = contracts[service];
    if (document === undefined) throw new Error(`There is no contract of ${service}.`);
    return createClient<Ops>({ gateway, service, document, actor: name, token, today });
  };
  return {
    name,
    integration: client<IntegrationOperations>('integration'),
    indicators: client<IndicatorsOperations>('indicators'),
    targets: client<TargetsOperations>('targets'),
    evaluation: client<EvaluationOperations>('evaluation'),
    incentives: client<IncentivesOperations>('incentives'),
    organisation: async () => claimsOf(await token()).organisation,
  };
};

/** The actors of a run. Nobody signs in before acting for the first time. */
export const openActors = (settings: ActorSettings): Actors => {
  const { issuer, credentials } = settings;
  const known = new Map<string, Actor>();
  const once = (name: string, fetchToken: () => Promise<string>): Actor => {
    const actor = known.get(name) ?? actorOf(settings, name, keepToken(fetchToken));
    known.set(name, actor);
    return actor;
  };
  return {
    person: (username) =>
      once(username, async () => (await signIn({ issuer, username, password: credentials.password })).accessToken),
    program: (clientId) => once(clientId, () => clientToken(issuer, clientId, credentials.secretOf(clientId))),
  };
};
