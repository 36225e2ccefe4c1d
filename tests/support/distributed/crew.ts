// The processes of the services of the distributed system under test: started, killed, ended in order, started again.
import type { ServiceName } from '#kernel/database/provision.ts';
import type { Entrance } from './entrance.ts';
import { type Member, readyMember } from './member.ts';
import { type Ending, endOf, type Program, startProgram } from './program.ts';

/** What can be asked of the instances of the services. */
export interface Crew {
  /** One instance that runs. Throws when it does not. */
  member(service: ServiceName, index: number): Member;
  /** Ends an instance as a power cut would. */
  kill(service: ServiceName, index: number): Promise<void>;
  /** Ends it in order, and says how it ended. */
  terminate(service: ServiceName, index: number): Promise<Ending>;
  /** Starts an instance under the same name, and waits until it is ready. */
  start(service: ServiceName, index: number): Promise<void>;
  /** All that ever ran: the last words of those that were killed may explain a failure. */
  readonly everStarted: readonly Program[];
}

/** Opens a crew without members. The entrance leads to the gateways of those that run. */
export const openCrew = (
  environmentOf: (service: ServiceName, index: number) => Record<string, string>,
  entrance: Entrance,
  logFolder: string,
): Crew => {
  const members = new Map<string, Member>();
  const everStarted: Program[] = [];
  const nameOf = (service: ServiceName, index: number): string => `${service}-${index}`;
  const lead = (): void =>
    entrance.leadTo([...members.values()].flatMap(({ gateway }) => (gateway === undefined ? [] : [gateway])));
  const member = (service: ServiceName, index: number): Member => {
    const found = members.get(nameOf(service, index));
    if (found === undefined) throw new Error(`${nameOf(service, index)} does not run.`);
    return found;
  };
  const leave = async (
    service: ServiceName,
    index: number,
    end: (program: Program) => Promise<Ending>,
  ): Promise<Ending> => {
    const { program } = member(service, index);
    members.delete(program.name);
    const ending = await end(program);
    lead();
    return ending;
  };
  return {
    everStarted,
    member,
    start: async (service, index) => {
      const name = nameOf(service, index);
      const environment = environmentOf(service, index);
      const program = await startProgram({ name, file: `services/${service}/main.ts`, environment, logFolder });
      everStarted.push(program);
      members.set(name, await readyMember(program, service === 'integration'));
      lead();
    },
    kill: async (service, index) => {
      await leave(service, index, (program) => {
        program.signal('SIGKILL');
        return program.ended;
      });
    },
    terminate: (service, index) => leave(service, index, endOf),
  };
};
