// The people and clients of the demonstration county, made from the directory: nobody is written down twice.
import { serviceCallers, serviceClient, serviceRole } from '#kernel/identity/roles.ts';
import { businessId } from '#kernel/values/identifier.ts';
import { type DepartmentKey, departments } from '../../simulators/directory-data/departments.ts';
import { type Directory, openDirectory, type Place } from '../../simulators/directory-data/directory.ts';
import { departmentCode, governmentCode, partyCode } from '../../simulators/directory-data/organisations.ts';
import { elements } from '../../simulators/province/elements.ts';
import type { DevelopmentClient, DevelopmentUser } from './account.ts';

/** 瑞安市, whose year is played. */
export const demonstrationCounty = '330381';
/** 乐清市: its user shows that another county's data stay closed. */
export const neighbourCounty = '330382';

const placeId = (code: string): string => businessId('place', code);
const organisationId = (creditCode: string): string => businessId('organisation', creditCode);

const groups = {
  office: '考核机关',
  department: '数源部门',
  township: '乡镇街道',
  supervision: '监督与审计',
  administrators: '三员',
  neighbour: '外县',
} as const;

type Person = Pick<DevelopmentUser, 'username' | 'name' | 'group' | 'roles'>;

/** A person whose scope is the whole county. */
const ofCounty = (county: Place, person: Person, creditCode?: string): DevelopmentUser => ({
  ...person,
  counties: [county.code.slice(0, 6)],
  places: [placeId(county.code)],
  ...(creditCode === undefined ? {} : { organisation: organisationId(creditCode) }),
});

const ofTownship = (county: Place, township: Place): DevelopmentUser[] => {
  const short = township.code.slice(0, 9);
  const reach = {
    group: groups.township,
    counties: [county.code.slice(0, 6)],
    places: [placeId(township.code)],
    organisation: organisationId(governmentCode(township.code)),
  };
  return [
    { username: `filler-${short}`, name: `${township.name}填报员`, roles: ['township_filler'], ...reach },
    { username: `signer-${short}`, name: `${township.name}签发人`, roles: ['township_signer'], ...reach },
  ];
};

const ofDepartment = (county: Place, key: DepartmentKey): DevelopmentUser[] => {
  // 委组织部 is how the name goes on after the county's; alone it is 组织部.
  const title = (departments.find((department) => department.key === key)?.title ?? key).replace(/^委/, '');
  const code = departmentCode(county.code, key);
  const group = groups.department;
  return [
    ofCounty(county, { username: `filler-${key}`, name: `${title}填报员`, group, roles: ['department_filler'] }, code),
    ofCounty(
      county,
      { username: `verifier-${key}`, name: `${title}审核人`, group, roles: ['department_verifier'] },
      code,
    ),
  ];
};

const ofOffices = (county: Place): DevelopmentUser[] => {
  const at = (key: DepartmentKey): string => departmentCode(county.code, key);
  const government = governmentCode(county.code);
  const { office, supervision, administrators } = groups;
  const rows: readonly (readonly [Person, string])[] = [
    [{ username: 'office-1', name: '考核办经办人', group: office, roles: ['assessment_office'] }, at('assessment')],
    [{ username: 'office-2', name: '考核办复核人', group: office, roles: ['assessment_office'] }, at('assessment')],
    [
      { username: 'organization', name: '组织部干部', group: office, roles: ['organization_department'] },
      at('organization'),
    ],
    [{ username: 'recorder', name: '审定录入人', group: office, roles: ['decision_recorder'] }, at('assessment')],
    [{ username: 'releaser', name: '审定签发人', group: office, roles: ['decision_releaser'] }, partyCode(county.code)],
    [{ username: 'county-leader', name: '县领导', group: office, roles: ['county_leader'] }, government],
    [
      { username: 'discipline', name: '纪委干部', group: supervision, roles: ['discipline_inspection'] },
      at('discipline'),
    ],
    [{ username: 'auditor', name: '审计人员', group: supervision, roles: ['auditor'] }, government],
    [
      { username: 'system-admin', name: '系统管理员', group: administrators, roles: ['system_administrator'] },
      at('data'),
    ],
    [
      { username: 'security-admin', name: '安全管理员', group: administrators, roles: ['security_administrator'] },
      at('data'),
    ],
    [
      { username: 'audit-admin', name: '审计管理员', group: administrators, roles: ['audit_administrator'] },
      at('data'),
    ],
  ];
  return rows.map(([person, creditCode]) => ofCounty(county, person, creditCode));
};

/** The leaders of the first two townships, who see what is their own only. */
const leadersOf = (county: Place, townships: readonly Place[]): DevelopmentUser[] =>
  townships.slice(0, 2).map((township) => ({
    username: `leader-${township.code.slice(0, 9)}`,
    name: `${township.name}班子成员`,
    group: groups.township,
    roles: ['leader'],
    counties: [county.code.slice(0, 6)],
    places: [placeId(township.code)],
    organisation: organisationId(partyCode(township.code)),
  }));

const countyOf = (directory: Directory, code: string): Place => {
  const county = directory.find(code);
  if (county === undefined) throw new Error(`The directory has no county ${code}.`);
  return county;
};

/** Everybody who can sign in during development, in the order in which the sign-in page lists them. */
export const developmentUsers = (directory: Directory = openDirectory()): readonly DevelopmentUser[] => {
  const county = countyOf(directory, demonstrationCounty);
  const neighbour = countyOf(directory, neighbourCounty);
  const townships = directory.townshipsUnder(demonstrationCounty);
  const sources = [...new Set(elements.map(({ department }) => department))];
  return [
    ...ofOffices(county),
    ...sources.flatMap((key) => ofDepartment(county, key)),
    ...townships.flatMap((township) => ofTownship(county, township)),
    ...leadersOf(county, townships),
    ofCounty(
      neighbour,
      {
        username: 'office-neighbour',
        name: `${neighbour.name}考核办`,
        group: groups.neighbour,
        roles: ['assessment_office'],
      },
      departmentCode(neighbour.code, 'assessment'),
    ),
  ];
};

/** The clients with a secret: our own services, the scheduler and the two partners. */
export const developmentClients = (): readonly DevelopmentClient[] => {
  const counties = [demonstrationCounty, neighbourCounty];
  const places = counties.map((county) => placeId(county.padEnd(12, '0')));
  return [
    ...serviceCallers.map((service) => ({
      clientId: serviceClient(service),
      name: `服务 ${service}`,
      role: serviceRole(service),
      counties,
      places,
    })),
    { clientId: 'province-platform', name: '省级政务数据平台', role: 'provincial_platform', counties, places },
    {
      clientId: 'hr-system',
      name: '干部人事系统',
      role: 'hr_system',
      counties: counties.slice(0, 1),
      places: places.slice(0, 1),
    },
  ];
};
