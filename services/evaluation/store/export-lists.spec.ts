// The export (E21): every aggregate, the same on two databases, and nothing of who acted or when it was recorded.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canonicalJson } from '#kernel/values/canonical-json.ts';
import { cycleId, documents, unitIdOf } from '../../../tests/support/evaluation/facts.ts';
import {
  finance,
  office,
  organisers,
  recorder,
  releaser,
  signerOf,
  water,
} from '../../../tests/support/evaluation/people.ts';
import { openStage, type Stage } from '../../../tests/support/evaluation/stage.ts';
import { county } from '../../../tests/support/small-directory.ts';
import { exportLists } from './export-lists.ts';

const fourth = '330381004000';
const lists = Object.keys(exportLists);

/** Plays a whole cycle with an accepted objection and decided team grades. */
const played = async (): Promise<Stage> => {
  const stage = await openStage();
  const { service } = stage;
  await stage.to('frozen');
  await stage.run('trial');
  await stage.run('final');
  await service.beginDay(county, '2026-02-02');
  await stage.command('notifyScores');
  const objection = { county, cycleId, unitId: unitIdOf(fourth), indicatorCode: 'water', claim: '请核减。' };
  const raised = await service.ask('raiseObjection', { body: objection }, signerOf(fourth));
  const correctedValues = [{ period: '2025', value: '90.5' }];
  const answer = { outcome: 'accepted', correctedValues, reason: '予以更正。', documentId: documents.answer };
  const path = { objectionId: raised.body.id };
  await service.ask('decideObjection', { path, body: answer, ifMatch: '"v1"' }, office);
  await service.beginDay(county, '2026-03-16');
  await stage.approve();
  await stage.command('announceUnitResults');
  const proposal = await service.ask('proposeTeamGrades', { path: { cycleId }, body: { bars: [] } }, organisers);
  const body = {
    subject: 'team-grades',
    county,
    cycleId,
    decision: {
      organ: '县委（虚构）',
      documentId: documents.grades,
      decidedOn: '2026-03-16',
      attachmentDigest: 'b'.repeat(64),
    },
    proposalId: proposal.body.id,
    proposalVersion: 1,
    grades: proposal.body.grades.map(({ teamId, computedGrade }) => ({ teamId, decidedGrade: computedGrade })),
  };
  const recorded = await service.ask('recordDecision', { body }, recorder);
  await service.ask('releaseDecision', { path: { decisionId: recorded.body.id }, ifMatch: '"v1"' }, releaser);
  return stage;
};

const exported = async ({ service }: Stage): Promise<Readonly<Record<string, readonly string[]>>> => {
  const found: [string, string[]][] = [];
  for (const list of lists) {
    const records = await service.exported(list, county);
    found.push([list, records.map(({ key, content }) => `${key} ${canonicalJson(content)}`)]);
  }
  return Object.fromEntries(found);
};

describe('the export', () => {
  let stage: Stage;
  let all: Readonly<Record<string, readonly string[]>> = {};
  beforeAll(async () => {
    stage = await played();
    all = await exported(stage);
  });
  afterAll(() => stage.service.stop());

  test('holds every aggregate, in all its versions', () => {
    const counts = Object.fromEntries(Object.entries(all).map(([list, records]) => [list, records.length]));
    expect(counts).toEqual({
      cycles: 1,
      units: 6,
      'value-signatures': 2,
      'value-confirmations': 6,
      runs: 2,
      // Six of the trial, six of the final run, and two versions that the accepted objection added.
      'score-sheets': 14,
      objections: 1,
      decisions: 2,
      'unit-results': 6,
      'team-grade-proposals': 1,
      'team-grades': 6,
    });
  });

  test('has each list in the byte order of its keys, each key once', () => {
    for (const records of Object.values(all)) {
      const keys = records.map((record) => Buffer.from(record.slice(0, record.indexOf('{'))));
      expect(keys.toSorted((a, b) => Buffer.compare(a, b))).toEqual(keys);
      expect(new Set(keys.map(String)).size).toBe(keys.length);
    }
  });

  test('names nobody who acted', () => {
    const text = JSON.stringify(all);
    for (const { subject } of [office, organisers, recorder, releaser, finance, water, signerOf(fourth)])
      expect(text).not.toContain(subject);
  });

  test('of another database that played the same is the same, byte for byte', async () => {
    const other = await played();
    try {
      expect(await exported(other)).toEqual(all);
    } finally {
      await other.service.stop();
    }
  });

  test('of another county is empty', async () => {
    for (const list of lists) expect(await stage.service.exported(list, '330382')).toEqual([]);
  });
});
