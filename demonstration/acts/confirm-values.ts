// The values of the year are signed by the departments and confirmed by the townships.
import { allPages } from '../api/pages.ts';
import { inParallel } from '../api/parallel.ts';
import { auditor, office, signerOf, type World } from '../world.ts';
import { played } from './cycle.ts';

/** The departments that are the source of data elements, as their people's user names have them. */
const departments = [
  'finance',
  'development',
  'statistics',
  'petitions',
  'emergency',
  'data',
  'civil-affairs',
  'ecology',
  'urban-management',
  'organization',
] as const;

/** Each verifier signs the elements of the indicator system whose source is the verifier's department. */
export const signValues = async (world: World): Promise<void> => {
  const { cycleId } = await played(world);
  const { county, scheme } = world;
  const asked = new Set(scheme.indicatorSystem.indicators.map(({ elementCode }) => elementCode));
  const elements = await allPages((page) => office(world).indicators.listElements({ query: { county, ...page } }));
  const signed = await allPages((page) =>
    auditor(world).evaluation.listValueSignatures({ path: { cycleId }, query: page }),
  );
  const done = new Set(signed.flatMap(({ elementCodes }) => elementCodes));
  await inParallel(departments, async (department) => {
    const verifier = world.actors.person(`verifier-${department}`);
    const organisation = await verifier.organisation();
    const elementCodes = elements
      .filter(({ code, sourceOrganisationId }) => sourceOrganisationId === organisation && asked.has(code))
      .map(({ code }) => code)
      .filter((code) => !done.has(code));
    if (elementCodes.length > 0) await verifier.evaluation.signValues({ path: { cycleId }, body: { elementCodes } });
  });
  world.tell(`${departments.length} 个数源部门签字核定 ${asked.size} 项数据`);
};

/** Each signer confirms the values of its township. */
export const confirmValues = async (world: World): Promise<void> => {
  const { cycleId, units } = await played(world);
  const said = await allPages((page) =>
    auditor(world).evaluation.listValueConfirmations({ path: { cycleId }, query: page }),
  );
  const confirmed = new Set(said.map(({ unitId }) => unitId));
  const silent = units.filter(({ unitId }) => !confirmed.has(unitId));
  await inParallel(silent, async ({ unitId, assignment }) => {
    await signerOf(world, assignment).evaluation.confirmValues({
      path: { cycleId },
      body: { unitId, outcome: 'confirmed' },
    });
  });
  if (silent.length > 0) world.tell(`${silent.length} 个单位确认数据`);
};
