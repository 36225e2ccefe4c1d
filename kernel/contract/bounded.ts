// The keywords that look at each item of a list or at each field of a map, bounded: a body of a hundred thousand faulty items costs
// no more than one of a few hundred. Ajv's own go on to the end, and for each further fault copy all that were found before.

import { _, type Ajv2020, type Code, type CodeKeywordDefinition, type KeywordCxt, Name } from 'ajv/dist/2020.js';
import { Type } from 'ajv/dist/compile/util.js';

// Some of Ajv's errors only echo others, at most as many: so 50 to show are left, and one sees that there are more.
const errorsSoughtMax = 200;
// The name of Ajv's own counter in what it compiles.
const errorCount = new Name('errors');

/** Whether the value is no larger than its schema lets it be, as a condition; where it is larger, that keyword has said so. */
const isOfSize = ({ data, parentSchema }: KeywordCxt, limit: 'maxItems' | 'maxProperties'): Code => {
  const most: unknown = parentSchema[limit];
  if (typeof most !== 'number') return _`true`;
  return limit === 'maxItems' ? _`${data}.length <= ${most}` : _`Object.keys(${data}).length <= ${most}`;
};

const items = (context: KeywordCxt): void => {
  const { gen, data, it } = context;
  it.items = true;
  gen.if(isOfSize(context, 'maxItems'), () =>
    gen.forRange('i', 0, _`${data}.length`, (i) => {
      gen.if(_`${errorCount} >= ${errorsSoughtMax}`, () => gen.break());
      context.subschema({ keyword: 'items', dataProp: i, dataPropType: Type.Num }, gen.name('valid'));
    }),
  );
};

const definitionOf = (ajv: Ajv2020, keyword: string): CodeKeywordDefinition => {
  const definition = ajv.getKeyword(keyword);
  if (typeof definition !== 'object' || !('code' in definition)) throw new Error(`Ajv has no keyword ${keyword}.`);
  return definition;
};

/** Puts bounded keywords in the place of Ajv's own. For an Ajv that lists all faults, and for schemas without `prefixItems`. */
export const bound = (ajv: Ajv2020): void => {
  const replace = (keyword: string, code: (own: CodeKeywordDefinition) => CodeKeywordDefinition['code']): void => {
    const own = definitionOf(ajv, keyword);
    // `items` names the keyword that it stands before, which may have been taken out.
    const { before: _before, ...rest } = own;
    ajv.removeKeyword(keyword);
    ajv.addKeyword({ ...rest, keyword, code: code(own) });
  };
  replace('items', () => items);
  replace('uniqueItems', (own) => (context) => {
    context.gen.if(isOfSize(context, 'maxItems'), () => own.code(context));
  });
  replace('additionalProperties', (own) => (context) => {
    if (context.schema === undefined || typeof context.schema === 'boolean') own.code(context);
    else context.gen.if(isOfSize(context, 'maxProperties'), () => own.code(context));
  });
};
