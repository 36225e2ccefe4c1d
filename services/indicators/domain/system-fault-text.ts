// What a fault of an indicator system says to the person who drafts it.
import { ownValue } from '#kernel/values/own.ts';
import { faultText } from '#kernel/values/scheme/fault-text.ts';
import type { ElementFault, SystemFault } from './indicator-system.ts';

type Words = Readonly<Record<string, string>>;

const frequencies: Words = { month: '按月报送', quarter: '按季报送', year: '按年报送' };
const directions: Words = { higher: '越高越好', lower: '越低越好' };

// As in the scheme's own texts, what stands between the parameters are terms of contracts/terms.yaml.
const texts: Readonly<Record<ElementFault['code'], (params: ElementFault['params']) => string>> = {
  UNKNOWN_ELEMENT: ({ element }) => `没有数据元 ${element}`,
  ELEMENT_DIRECTION_DIFFERS: ({ element, direction = '' }) => `数据元 ${element} ${ownValue(directions, direction)}`,
  ELEMENT_FREQUENCY_DIFFERS: ({ element, frequency = '' }) => `数据元 ${element} ${ownValue(frequencies, frequency)}`,
  ELEMENT_ACCUMULATION_DIFFERS: ({ element }) => `数据元 ${element} 为年初累计值只能取最后一期`,
};

const isOfElement = (fault: SystemFault): fault is ElementFault => Object.hasOwn(texts, fault.code);

/** The text of a fault, in Chinese: of one of its data elements, else of the scheme language. */
export const systemFaultText = (fault: SystemFault): string =>
  isOfElement(fault) ? texts[fault.code](fault.params) : faultText(fault);
