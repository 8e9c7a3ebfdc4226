import { describe, expect, it } from 'vitest';
import type { Slx } from '../../api/types';
import { hasTag, tagCondition, tagFault, tagText } from './slx';

const slx: Slx = {
  name: 'default--disk',
  shortName: 'disk',
  workspace: 'default',
  spec: { tags: [{ name: 'cluster', value: 'lab' }] },
  hasSli: false,
  hasRunbook: true,
  warnings: [],
};

describe('a condition on tags', () => {
  it('is a name with a value, or a name alone', () => {
    expect(tagCondition(' cluster=lab ')).toEqual({ name: 'cluster', value: 'lab' });
    expect(tagCondition('cluster')).toEqual({ name: 'cluster' });
    expect(tagCondition('query=a=b')).toEqual({ name: 'query', value: 'a=b' });
    expect(tagCondition('cluster=')).toEqual({ name: 'cluster', value: '' });
    expect(tagCondition('')).toBeUndefined();
    expect(tagCondition('=lab')).toBeUndefined();
  });

  it('is at fault when something is typed in that names no tag', () => {
    expect(tagFault('=lab')).toBeDefined();
    expect(tagFault(' = ')).toBeDefined();
    expect(tagFault('')).toBeUndefined();
    expect(tagFault('cluster=lab')).toBeUndefined();
  });

  it('is written as it is read', () => {
    for (const text of ['cluster', 'cluster=lab', 'query=a=b', 'cluster=']) {
      expect(tagText(tagCondition(text) ?? { name: '' })).toBe(text);
    }
  });

  it('holds for any value unless it names one', () => {
    expect(hasTag(slx, { name: 'cluster' })).toBe(true);
    expect(hasTag(slx, { name: 'cluster', value: 'lab' })).toBe(true);
    expect(hasTag(slx, { name: 'cluster', value: 'live' })).toBe(false);
    expect(hasTag(slx, { name: 'team' })).toBe(false);
  });
});
