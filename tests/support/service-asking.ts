// Asking a service under test: a token for whoever asks, then the real admission.
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Logger } from 'pino';
import { problemCatalogue } from '#contracts/generated/problems.ts';
import { type OperationContract, operationsOf } from '#kernel/contract/document.ts';
import { compileValidators } from '#kernel/contract/validators.ts';
import type { Database } from '#kernel/database/database.ts';
import type { EventMap } from '#kernel/exchange/event.ts';
import { createVerifier } from '#kernel/identity/verifier.ts';
import { createAdmission } from '#kernel/operation/admission.ts';
import type { AnyHandler } from '#kernel/operation/call.ts';
import type { OperationRequest, Reply } from '#kernel/operation/request.ts';
import { type Refusal, renderProblem } from '#kernel/problem/render.ts';
import type { ServiceDefinition } from '#kernel/service/definition.ts';
import { semaphore } from '#kernel/waiting/semaphore.ts';
import type { TestIssuer } from '../identity/support/test-issuer.ts';
import { requireListed } from './listed-answer.ts';
import type { Answer, Person, Question } from './service.ts';

const answerOf = <Body>(reply: Reply): Answer<Body> =>
  reply.refusal === undefined
    ? { status: reply.status, etag: reply.etag, body: (reply.body ?? {}) as Body, code: undefined, faults: [] }
    : {
        status: problemCatalogue[reply.refusal.code].status,
        etag: undefined,
        body: {} as Body,
        code: reply.refusal.code,
        params: reply.refusal.params,
        faults: reply.refusal.faults,
      };

/** Who asks for English gets no Chinese word but those of the request and the names that the service knows. */
const expectEnglish = (refusal: Refusal, question: Question): void => {
  const { body } = renderProblem(refusal, 'en', 'trace');
  const foreign = `${body.title} ${body.detail}`.match(/[\p{Script=Han}、，。；：]+/gu) ?? [];
  const asked = JSON.stringify(question);
  const missing = foreign.filter((words) => !asked.includes(words));
  if (missing.length > 0)
    throw new Error(
      `${refusal.code} is not in English, see contracts/terms.yaml: ${body.detail} (${missing.join(' ')})`,
    );
};

const tokenFor = (issuer: TestIssuer, person: Person): Promise<string> => {
  const program = person.roles.find((role) => role.startsWith('service:'));
  return issuer.sign({
    sub: person.subject ?? 'subject-1',
    // A service's role counts in the token of its own client alone.
    ...(program === undefined ? {} : { azp: program.replace('service:', 'svc-') }),
    realm_access: { roles: person.roles },
    counties: person.counties ?? ['330381'],
    places: person.places ?? [],
    organisation: person.organisation,
    person: person.person,
  });
};

const requestOf = (operation: OperationContract, question: Question): OperationRequest => {
  const fresh = question.idempotencyKey === undefined && operation.idempotencyKey;
  const key = fresh ? randomUUID() : question.idempotencyKey;
  const hasBody = question.body !== undefined || question.stream !== undefined;
  const contentType = question.contentType ?? (hasBody ? 'application/json' : undefined);
  return {
    path: question.path ?? {},
    query: question.query ?? {},
    ...(key === undefined || key === null ? {} : { idempotencyKey: key }),
    ...(question.ifMatch === undefined ? {} : { ifMatch: question.ifMatch }),
    ...(contentType === undefined ? {} : { contentType }),
    ...(question.body === undefined ? {} : { body: JSON.parse(JSON.stringify(question.body)) as unknown }),
  };
};

/** Builds the way to a service's operations through its admission. */
export const openAsking = <Ops, DB, Received extends EventMap, Sent extends EventMap>(
  definition: ServiceDefinition<Ops, DB, Received, Sent>,
  parts: { readonly database: Database<DB>; readonly issuer: TestIssuer; readonly logger: Logger },
): (<Body>(operationId: string, question: Question, person: Person) => Promise<Answer<Body>>) => {
  const { database, issuer, logger } = parts;
  const operations = operationsOf(definition.name, definition.document);
  const byId = new Map(operations.map((operation) => [operation.operationId, operation]));
  const admit = createAdmission<DB, Sent>({
    service: definition.name,
    database,
    verifier: createVerifier({ issuers: [{ issuer: issuer.issuer }], audience: 'jixiao', logger }),
    validators: compileValidators(definition.document, operations),
    handlers: definition.operations as Readonly<Record<string, AnyHandler<DB, Sent>>>,
    logger,
    uploads: semaphore(2),
    wake: () => undefined,
  });
  return async <Body>(operationId: string, question: Question, person: Person) => {
    const operation = byId.get(operationId);
    if (operation === undefined) throw new Error(`${definition.name} has no operation ${operationId}.`);
    const reply = await admit(operation, {
      authorization: `Bearer ${await tokenFor(issuer, person)}`,
      request: requestOf(operation, question),
      ...(question.stream === undefined
        ? {}
        : {
            stream: question.stream instanceof Readable ? question.stream : Readable.from(question.stream),
          }),
    });
    if (reply.refusal !== undefined) expectEnglish(reply.refusal, question);
    const answer = answerOf<Body>(reply);
    requireListed(definition.document, operation, answer);
    return answer;
  };
};
