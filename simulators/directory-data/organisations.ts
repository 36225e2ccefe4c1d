// The organisations of the simulated directory: names as such organs are called, credit codes fictional, all made from the place's code.
import { fictionalCreditCode } from './credit-code.ts';
import { type DepartmentKey, departments } from './departments.ts';
import type { Directory, Place } from './directory.ts';

export type OrganisationKind = 'government' | 'party-committee' | 'department';

export type Organisation = {
  readonly creditCode: string;
  readonly name: string;
  readonly place: string;
  readonly kind: OrganisationKind;
  readonly department: DepartmentKey | null;
  readonly parent: string | null;
  /** True for a detached organ (派出机关): the office of a 街道, a working committee, a management committee. */
  readonly detached: boolean;
};

/** The index of an organisation of a place in its credit code. Departments follow in the order of their list. */
const governmentIndex = 0;
const partyIndex = 1;
const departmentIndex = 2;
const organisationsPerPlaceMax = 32;

const creditCodeOf = (placeCode: string, index: number): string =>
  fictionalCreditCode(Number(placeCode.slice(0, 9)) * organisationsPerPlaceMax + index);

/** The credit code of the government, office or management committee of a place. */
export const governmentCode = (placeCode: string): string => creditCodeOf(placeCode, governmentIndex);

/** The credit code of the party committee or working committee of a place. */
export const partyCode = (placeCode: string): string => creditCodeOf(placeCode, partyIndex);

/** The credit code of a department of a county. */
export const departmentCode = (countyCode: string, key: DepartmentKey): string =>
  creditCodeOf(countyCode, departmentIndex + departments.findIndex((department) => department.key === key));

const townshipNames = (place: Place, county: Place): { government: string; party: string } => {
  if (place.kind === 'subdistrict')
    return {
      government: `${county.name}人民政府${place.name}办事处`,
      party: `中共${county.name}委${place.name}工作委员会`,
    };
  if (place.kind === 'township-like')
    return { government: `${county.name}${place.name}管理委员会`, party: `中共${county.name}${place.name}工作委员会` };
  return { government: `${county.name}${place.name}人民政府`, party: `中共${county.name}${place.name}委员会` };
};

const ofTownship = (place: Place, county: Place): Organisation[] => {
  const names = townshipNames(place, county);
  const detached = place.kind === 'subdistrict' || place.kind === 'township-like';
  const shared = { place: place.code, department: null, detached };
  const [government, party] = [governmentCode(place.code), partyCode(place.code)];
  return [
    {
      ...shared,
      creditCode: government,
      name: names.government,
      kind: 'government',
      parent: governmentCode(county.code),
    },
    { ...shared, creditCode: party, name: names.party, kind: 'party-committee', parent: partyCode(county.code) },
  ];
};

const ofCounty = (county: Place): Organisation[] => {
  const shared = { place: county.code, department: null, parent: null, detached: false };
  const government = governmentCode(county.code);
  const party = partyCode(county.code);
  return [
    { ...shared, creditCode: government, name: `${county.name}人民政府`, kind: 'government' },
    { ...shared, creditCode: party, name: `中共${county.name}委员会`, kind: 'party-committee' },
    ...departments.map(
      (department): Organisation => ({
        creditCode: departmentCode(county.code, department.key),
        name: `${department.party ? '中共' : ''}${county.name}${department.title}`,
        place: county.code,
        kind: 'department',
        department: department.key,
        parent: department.party ? party : government,
        detached: false,
      }),
    ),
  ];
};

/** The place whose organs lead a township: its county, or the city where there are no counties. */
const leadingPlace = (directory: Directory, place: Place): Place | undefined =>
  place.parent === null ? undefined : directory.find(place.parent);

/** The organisations of a place: two for a township, organs and departments for a county; an empty list for other places. */
export const organisationsOf = (directory: Directory, place: Place): readonly Organisation[] => {
  // 金门县 stands at the township level of the data set, without organs.
  if (place.level === 'township') {
    const county = leadingPlace(directory, place);
    return county === undefined || place.kind === 'county' ? [] : ofTownship(place, county);
  }
  if (place.level === 'county') return ofCounty(place);
  // A city without counties leads its townships itself.
  const leadsTownships = place.level === 'city' && directory.under(place.code)[1]?.level === 'township';
  return leadsTownships ? ofCounty(place) : [];
};
