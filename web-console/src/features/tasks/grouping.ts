import type { CodeBundle, Insight, Task } from '../../api/types';

export type Row =
  | { type: 'platform'; key: string; platform: string; tasks: number; open: boolean }
  | { type: 'slx'; key: string; slx: string; alias: string }
  | { type: 'task'; key: string; task: Task; insight: Insight | undefined }
  | { type: 'bundle'; key: string; bundle: CodeBundle };

export interface Grouping {
  tasks: Task[];
  available: CodeBundle[];
  insights: Insight[];
  search: string;
  /** Platforms folded away. While searching, everything is unfolded. */
  folded: ReadonlySet<string>;
}

/** The name under which bundles that no SLX uses are listed. */
export const AVAILABLE = 'Available, on no SLX';

/** The page as a flat list of rows: platform, its SLXs, their tasks; `Other` and what is only available come last. */
export function rowsOf({ tasks, available, insights, search, folded }: Grouping): Row[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const known = new Map(insights.map((insight) => [insightKey(insight), insight]));
  const rows: Row[] = [];
  const platforms = grouped(
    tasks.filter((task) => matches(words, textOf(task))),
    (task) => task.platform,
  );
  for (const [platform, members] of [...platforms].sort(([one], [other]) => rank(one, other))) {
    const open = words.length > 0 || !folded.has(platform);
    rows.push({ type: 'platform', key: `platform ${platform}`, platform, tasks: members.length, open });
    for (const [slx, own] of open ? grouped(members, (task) => task.slxShortName) : []) {
      rows.push({ type: 'slx', key: `slx ${platform} ${slx}`, slx, alias: own[0]?.slxAlias ?? slx });
      for (const task of own) {
        const insight = known.get(`${task.slxShortName}\n${kindOf(task)}\n${task.unresolvedTitle}`);
        rows.push({ type: 'task', key: `task ${slx} ${task.kind} ${task.unresolvedTitle}`, task, insight });
      }
    }
  }
  const bundles = available.filter((bundle) => matches(words, bundleText(bundle)));
  if (bundles.length > 0) {
    const open = words.length > 0 || !folded.has(AVAILABLE);
    rows.push({ type: 'platform', key: AVAILABLE, platform: AVAILABLE, tasks: bundles.length, open });
    for (const bundle of open ? bundles : []) {
      rows.push({ type: 'bundle', key: `bundle ${bundle.codeCollection} ${bundle.name}`, bundle });
    }
  }
  return rows;
}

function insightKey(insight: Insight): string {
  return `${insight.slxShortName}\n${insight.kind}\n${insight.taskTitle ?? ''}`;
}

/** Health checks are an SLI's tasks; the others are a Runbook's. */
function kindOf(task: Task): Insight['kind'] {
  return task.kind === 'health check' ? 'sli' : 'runbook';
}

function rank(one: string, other: string): number {
  return Number(one === 'Other') - Number(other === 'Other') || one.localeCompare(other);
}

function matches(words: string[], text: string): boolean {
  return words.every((word) => text.includes(word));
}

function textOf(task: Task): string {
  const { resolvedTitle, unresolvedTitle, slxShortName, slxAlias, platform, kind, access, tags, codeBundle } =
    task;
  return [resolvedTitle, unresolvedTitle, slxShortName, slxAlias, platform, kind, access, codeBundle, ...tags]
    .join('\n')
    .toLowerCase();
}

function bundleText(bundle: CodeBundle): string {
  const titles = bundle.robots.flatMap((robot) => robot.tasks.map((task) => task.title));
  return [bundle.name, bundle.displayName, bundle.codeCollection, ...bundle.platforms, ...titles]
    .join('\n')
    .toLowerCase();
}

function grouped<T>(items: T[], by: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(by(item));
    if (group === undefined) {
      groups.set(by(item), [item]);
    } else {
      group.push(item);
    }
  }
  return groups;
}
