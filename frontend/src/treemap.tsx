// Contract coverage as a picture: an area for each operation, by how much it documents, shaded by how much is covered.
import { hierarchy, treemap, treemapSquarify, type HierarchyRectangularNode } from "d3-hierarchy";
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { operationFigure, type ServiceFigure } from "./figures";
import { href } from "./route";
import { percent } from "./words";

const HEIGHT = 512; // as the style says
const HEADING = 22;

interface Node {
  name: string;
  covered: number;
  total: number;
  children?: Node[];
}

export function Treemap({ services }: { services: ServiceFigure[] }) {
  const picture = useRef<SVGSVGElement>(null);
  const [width, setWidth] = useState(1200);
  useLayoutEffect(() => {
    const measure = () => setWidth(picture.current!.clientWidth || 1200);
    measure();
    addEventListener("resize", measure);
    return () => removeEventListener("resize", measure);
  }, []);
  const root = useMemo(() => layout(services, width), [services, width]);
  const words = `A picture of the coverage of ${services.length} services; the table below tells the same.`;
  return (
    <svg ref={picture} class="treemap" viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={words}>
      {root.descendants().map((node) => {
        const { name, covered, total, children } = node.data;
        const [x, y] = [node.x0, node.y0];
        const [width, height] = [node.x1 - node.x0, node.y1 - node.y0];
        if (node.depth === 0 || width < 1 || height < 1) return null;
        const label = fit(children ? name : name.slice(name.indexOf(".") + 1), width - 10);
        const share = percent(covered, total);
        const open = () =>
          (location.hash = children ? href("coverage", { q: `${name}.` }) : href("coverage", { q: name }));
        return (
          <g
            key={`${node.depth}${name}`}
            class={children ? "service" : `operation c${shade(covered, total)}`}
            onClick={open}
          >
            <title>{`${name}: ${share} of ${total} documented items covered`}</title>
            <rect x={x} y={y} width={width} height={height} rx={2} />
            {height > 16 && label && (
              <text x={x + 5} y={y + 15}>
                {label}
              </text>
            )}
            {!children && height > 34 && width > 44 && (
              <text x={x + 5} y={y + 31} class="share">
                {share}
              </text>
            )}
          </g>
        );
      })}
    </svg>
  );
}

function layout(services: ServiceFigure[], width: number): HierarchyRectangularNode<Node> {
  const data: Node = {
    name: "",
    covered: 0,
    total: 0,
    children: services.map(({ service, covered, total, operations }) => ({
      name: service,
      covered,
      total,
      children: operations.map(([name, coverage]) => ({ name, ...operationFigure(coverage) })),
    })),
  };
  const nodes = hierarchy(data)
    // The square root keeps operations with thousands of members from hiding all others.
    .sum(({ children, total }) => (children ? 0 : Math.sqrt(total + 1)))
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
  return treemap<Node>()
    .tile(treemapSquarify.ratio(1.6))
    .size([width, HEIGHT])
    .paddingInner(2)
    .paddingOuter((node) => (node.depth === 1 ? 3 : 0))
    .paddingTop((node) => (node.depth === 1 ? HEADING : 0))
    .round(true)(nodes);
}

// Five shades, from nothing to nearly all.
const shade = (covered: number, total: number): number => (total ? Math.min(4, Math.floor((5 * covered) / total)) : 4);

const LETTER = 7.3; // what a letter takes, about

function fit(label: string, width: number): string {
  const letters = Math.floor(width / LETTER);
  return label.length <= letters ? label : letters < 4 ? "" : `${label.slice(0, letters - 1)}…`;
}
