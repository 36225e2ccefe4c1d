// A configuration is read once: every fault is told at once, and no secret with it.
import { describe, expect, test } from 'vitest';
import { ConfigError, readConfig } from './read.ts';
import { address, choice, integer, keyBytes, list, text } from './variable.ts';

const variables = {
  JIXIAO_URL: address({ description: 'the database', schemes: ['postgres'], secret: true }),
  JIXIAO_WAIT_MS: integer({ description: 'a wait', unit: 'milliseconds', min: 10, max: 100, fallback: 50 }),
  JIXIAO_MODE: choice({ description: 'a mode', words: ['a', 'b'], fallback: 'a' }),
  JIXIAO_NAMES: list({ description: 'names', fallback: ['x'] }),
  JIXIAO_TITLE: text({ description: 'a title', fallback: '' }),
};
const good = { JIXIAO_URL: 'postgres://h/d' };

const faultsOf = (environment: Record<string, string>): readonly string[] => {
  try {
    readConfig(variables, environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
};

describe('a configuration', () => {
  test('takes the fallback of what is not set', () => {
    expect(readConfig(variables, good)).toEqual({
      JIXIAO_URL: 'postgres://h/d',
      JIXIAO_WAIT_MS: 50,
      JIXIAO_MODE: 'a',
      JIXIAO_NAMES: ['x'],
      JIXIAO_TITLE: '',
    });
  });

  test.each([
    ['a required variable is missing', {}, 'JIXIAO_URL is not set'],
    ['an address has another scheme', { JIXIAO_URL: 'mysql://secret@h/d' }, 'JIXIAO_URL is not an address'],
    [
      'a number is out of range',
      { ...good, JIXIAO_WAIT_MS: '5' },
      'JIXIAO_WAIT_MS («5») is not a whole number from 10 to 100 (milliseconds)',
    ],
    ['a number has a unit in it', { ...good, JIXIAO_WAIT_MS: '50ms' }, 'JIXIAO_WAIT_MS («50ms»)'],
    ['a number is empty', { ...good, JIXIAO_WAIT_MS: '' }, 'JIXIAO_WAIT_MS («»)'],
    ['a word is not of the list', { ...good, JIXIAO_MODE: 'c' }, 'is not one of a, b'],
    ['a list has an empty part', { ...good, JIXIAO_NAMES: 'a,,b' }, 'has an empty part'],
    ['a text is blank', { ...good, JIXIAO_TITLE: '  ' }, 'is empty'],
    ['a name of ours is not known', { ...good, JIXIAO_WAIT: '5' }, 'JIXIAO_WAIT is not a variable of this program'],
  ])('is refused when %s', (_case, environment, fault) => {
    expect(faultsOf(environment).join('\n')).toContain(fault);
  });

  test('tells all its faults at once', () => {
    expect(faultsOf({ JIXIAO_WAIT_MS: 'x', JIXIAO_MODE: 'y', JIXIAO_ODD: '1' })).toHaveLength(4);
  });

  test('does not repeat a secret', () => {
    expect(faultsOf({ JIXIAO_URL: 'mysql://u:hidden@h/d' }).join()).not.toContain('hidden');
  });

  test('reads keys as bytes and refuses shorter ones', () => {
    const key = keyBytes({ description: 'a key', bytes: 2, secret: true });
    expect(key.read('0aff')).toEqual({ value: Buffer.from([10, 255]) });
    expect(key.read('0af')).toHaveProperty('fault');
  });
});
