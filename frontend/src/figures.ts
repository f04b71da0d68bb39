// Sums over the coverage of operations.
import { DIMENSIONS, serviceOf, type Coverage, type Dimension, type OperationCoverage } from "./data";

export interface Figure {
  covered: number;
  total: number;
}

export function figureOf(coverage: OperationCoverage, dimension: Dimension): Figure {
  const { covered, missing } = coverage[dimension];
  return { covered: covered.length, total: covered.length + missing.length };
}

export const operationFigure = (coverage: OperationCoverage): Figure =>
  add(DIMENSIONS.map((dimension) => figureOf(coverage, dimension)));

export const add = (figures: Figure[]): Figure =>
  figures.reduce((sum, { covered, total }) => ({ covered: sum.covered + covered, total: sum.total + total }), {
    covered: 0,
    total: 0,
  });

export const dimensionFigures = ({ operations }: Coverage): [Dimension, number, number][] =>
  DIMENSIONS.map((dimension): [Dimension, number, number] => {
    const { covered, total } = add(Object.values(operations).map((one) => figureOf(one, dimension)));
    return [dimension, covered, total];
  }).filter(([, , total]) => total > 0);

export interface ServiceFigure extends Figure {
  service: string;
  used: number;
  has: number;
  operations: [string, OperationCoverage][];
}

export const serviceFigures = (coverage: Coverage): ServiceFigure[] =>
  Object.entries(coverage.services).map(([service, { used, operations: has }]) => {
    const operations = Object.entries(coverage.operations).filter(([name]) => serviceOf(name) === service);
    return { service, used, has, operations, ...add(operations.map(([, one]) => operationFigure(one))) };
  });
