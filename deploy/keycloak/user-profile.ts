// The attributes of a person in the realm: what gives reach is set by administrators alone, never by the person.
import type { JsonObject } from './json.ts';

const administratorsOnly = { view: ['admin'], edit: ['admin'] };
const own = { view: ['admin', 'user'], edit: ['admin'] };

// A county with a comma in it would widen the scope that the database splits at commas.
const countyForm = '^([0-9]{2,12}[*]?|[*])$';
const uuidForm = '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';

const nameOf = (name: string, displayName: string, validations: JsonObject): JsonObject => ({
  name,
  displayName,
  validations,
  permissions: own,
  multivalued: false,
});

const reach = (name: string, displayName: string, form: string, multivalued: boolean): JsonObject => ({
  name,
  displayName,
  validations: { pattern: { pattern: form, 'error-message': 'error-invalid-value' } },
  permissions: administratorsOnly,
  multivalued,
});

/** Keycloak's declarative user profile. An attribute that is not declared is refused, which is Keycloak's default. */
export const userProfile: JsonObject = {
  attributes: [
    nameOf('username', '用户名', { length: { min: 3, max: 64 }, 'username-prohibited-characters': {} }),
    nameOf('email', '电子邮箱', { email: {}, length: { max: 255 } }),
    nameOf('firstName', '姓名', { length: { max: 100 }, 'person-name-prohibited-characters': {} }),
    nameOf('lastName', '备注名', { length: { max: 100 }, 'person-name-prohibited-characters': {} }),
    reach('counties', '所属地区', countyForm, true),
    reach('places', '管辖区划', uuidForm, true),
    reach('organisation', '所属单位', uuidForm, false),
    reach('person', '对应干部', uuidForm, false),
  ],
};
