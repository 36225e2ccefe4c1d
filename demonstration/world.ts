// What the months are played in: actors, calendar, partners, documents, and where the run stands.
import type { Actor, Actors } from './actors.ts';
import type { Calendar } from './calendar.ts';
import type { HrPort, ProvincePort } from './control.ts';
import type { DocumentName } from './documents.ts';
import type { Assignment, Scheme } from './scheme.ts';

/** A line of progress: what happened, on which business day. */
export interface Progress {
  readonly day: string;
  readonly text: string;
}

/** The world of a run. */
export interface World {
  readonly county: string;
  readonly scheme: Scheme;
  readonly actors: Actors;
  readonly calendar: Calendar;
  readonly province: ProvincePort;
  readonly hr: HrPort;
  /** Waits until the services are settled. */
  settle(): Promise<void>;
  /** The id of a document of the year; it is registered when it is needed for the first time, and known everywhere after. */
  document(name: DocumentName): Promise<string>;
  /** Tells whoever watches what happened. */
  tell(text: string): void;
}

/** The office that assesses (考核办). */
export const office = (world: World): Actor => world.actors.person('office-1');
/** The organization department (组织部). */
export const organization = (world: World): Actor => world.actors.person('organization');
/** Who enters the decisions of organs. */
export const recorder = (world: World): Actor => world.actors.person('recorder');
/** Who releases what another entered. */
export const releaser = (world: World): Actor => world.actors.person('releaser');
/** Who may read everything and change nothing. */
export const auditor = (world: World): Actor => world.actors.person('auditor');
/** Who fills in for a township. */
export const fillerOf = (world: World, unit: Assignment): Actor =>
  world.actors.person(`filler-${unit.placeCode.slice(0, 9)}`);
/** Who signs for a township. */
export const signerOf = (world: World, unit: Assignment): Actor =>
  world.actors.person(`signer-${unit.placeCode.slice(0, 9)}`);
/** The program that begins days and watches the exchange. */
export const scheduler = (world: { readonly actors: Actors }): Actor => world.actors.program('svc-scheduler');
