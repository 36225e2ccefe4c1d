// The closed list of roles that a token may carry.

/** Roles of people and of partner systems (model.md §5), as the issuer's realm roles name them. */
export const personalRoles = [
  'assessment_office',
  'organization_department',
  'decision_recorder',
  'decision_releaser',
  'discipline_inspection',
  'township_filler',
  'township_signer',
  'department_filler',
  'department_verifier',
  'leader',
  'county_leader',
  'voter',
  'third_party',
  'hr_system',
  'provincial_platform',
  'auditor',
  'system_administrator',
  'security_administrator',
  'audit_administrator',
] as const;

/** The programs of the system that call one another, each with a client `svc-<name>` of its own. */
export const serviceCallers = [
  'targets',
  'indicators',
  'evaluation',
  'incentives',
  'integration',
  'scheduler',
] as const;
export type ServiceCaller = (typeof serviceCallers)[number];

export type PersonalRole = (typeof personalRoles)[number];
export type ServiceRole = `service:${ServiceCaller}`;
export type Role = PersonalRole | ServiceRole;

/** The role that a service's own token carries. */
export const serviceRole = (service: ServiceCaller): ServiceRole => `service:${service}`;

/** The client id under which a service asks for its token. */
export const serviceClient = (service: ServiceCaller): string => `svc-${service}`;

/** Every role there is. What a token names beyond this list grants nothing. */
export const allRoles: readonly Role[] = [...personalRoles, ...serviceCallers.map(serviceRole)];

/** The three administrators, no two of which may be one person (三员分立, GB/T 22239). */
export const administratorRoles: readonly PersonalRole[] = [
  'system_administrator',
  'security_administrator',
  'audit_administrator',
];
