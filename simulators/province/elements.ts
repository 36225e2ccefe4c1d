// The data elements (数据元) that the simulated provincial platform serves as data set P3.
import type { DepartmentKey } from '../directory-data/departments.ts';

/** How often a value of the element arises. */
export type Frequency = 'month' | 'quarter' | 'year';

/** 当期: the value of the period alone; 累计: from the beginning of the year to the end of the period. */
export type Accumulation = 'current' | 'cumulative';

/** One data element as the catalogue of the province describes it. Bounds are inclusive decimals. */
export type DataElement = {
  readonly code: string;
  readonly version: number;
  readonly name: string;
  readonly definition: string;
  readonly dimension: string;
  readonly unit: string;
  readonly precision: number;
  readonly direction: 'higher' | 'lower';
  readonly accumulation: Accumulation;
  readonly frequency: Frequency;
  readonly minimum: string;
  readonly maximum: string;
  readonly department: DepartmentKey;
};

const element = (
  [code, name, definition]: readonly [string, string, string],
  [dimension, department]: readonly [string, DepartmentKey],
  [unit, precision, direction, accumulation]: readonly [string, number, 'higher' | 'lower', Accumulation],
  [minimum, maximum]: readonly [string, string],
): DataElement => ({
  code,
  version: 1,
  name,
  definition,
  dimension,
  unit,
  precision,
  direction,
  accumulation,
  frequency: 'month',
  minimum,
  maximum,
  department,
});

/** Every element of the catalogue, two or three for each of the six dimensions; codes never change. */
export const elements: readonly DataElement[] = [
  element(
    ['EC-FISCAL-REVENUE', '一般公共预算收入', '本级组织的一般公共预算收入,年初至期末累计'],
    ['经济发展', 'finance'],
    ['万元', 2, 'higher', 'cumulative'],
    ['0', '9999999.99'],
  ),
  element(
    ['EC-FIXED-INVESTMENT', '固定资产投资', '辖区固定资产投资完成额,年初至期末累计'],
    ['经济发展', 'development'],
    ['万元', 2, 'higher', 'cumulative'],
    ['0', '9999999.99'],
  ),
  element(
    ['EC-NEW-ENTERPRISES', '新增规模以上企业', '年初至期末新增入库的规模以上企业数'],
    ['经济发展', 'statistics'],
    ['家', 0, 'higher', 'cumulative'],
    ['0', '999'],
  ),
  element(
    ['SM-PETITIONS', '信访初次件', '当月登记的初次信访事项件数'],
    ['社会管理', 'petitions'],
    ['件', 0, 'lower', 'current'],
    ['0', '9999'],
  ),
  element(
    ['SM-SAFETY-ACCIDENTS', '生产安全事故', '当月辖区发生的生产安全事故起数'],
    ['社会管理', 'emergency'],
    ['起', 0, 'lower', 'current'],
    ['0', '99'],
  ),
  element(
    ['PS-HOTLINE-ON-TIME', '12345 按时办结率', '当月到期的 12345 工单中按时办结的比例'],
    ['公共服务', 'data'],
    ['%', 2, 'higher', 'current'],
    ['0', '100'],
  ),
  element(
    ['PS-LIVELIHOOD-PROJECTS', '民生实事项目完成率', '年度民生实事项目完成进度,年初至期末累计'],
    ['公共服务', 'civil-affairs'],
    ['%', 2, 'higher', 'cumulative'],
    ['0', '100'],
  ),
  element(
    ['EN-WATER-QUALITY', '河道断面水质达标率', '当月监测断面中水质达到功能区要求的比例'],
    ['环境保护', 'ecology'],
    ['%', 2, 'higher', 'current'],
    ['0', '100'],
  ),
  element(
    ['EN-WASTE-SORTING', '生活垃圾分类准确率', '当月抽查投放点中分类准确的比例'],
    ['环境保护', 'urban-management'],
    ['%', 2, 'higher', 'current'],
    ['0', '100'],
  ),
  element(
    ['EN-PM25', '细颗粒物平均浓度', '当月 PM2.5 平均浓度'],
    ['环境保护', 'ecology'],
    ['μg/m³', 1, 'lower', 'current'],
    ['0', '1000'],
  ),
  element(
    ['SA-HOTLINE-SATISFACTION', '12345 满意率', '当月回访的 12345 工单中群众满意的比例'],
    ['群众满意度', 'data'],
    ['%', 2, 'higher', 'current'],
    ['0', '100'],
  ),
  element(
    ['SA-RESIDENT-SURVEY', '群众满意度测评', '当月电话访问的群众满意度得分'],
    ['群众满意度', 'statistics'],
    ['分', 2, 'higher', 'current'],
    ['0', '100'],
  ),
  element(
    ['PB-ORGANIZATION-LIFE', '党支部组织生活规范率', '当月组织生活达到规范要求的党支部比例'],
    ['党的建设', 'organization'],
    ['%', 2, 'higher', 'current'],
    ['0', '100'],
  ),
  element(
    ['PB-INSPECTION-SCORE', '基层党建督查得分', '当月基层党建督查的得分'],
    ['党的建设', 'organization'],
    ['分', 2, 'higher', 'current'],
    ['0', '100'],
  ),
];
