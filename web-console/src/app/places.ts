const part = encodeURIComponent;

/** Where each page lives. Pages and components take their addresses from here. */
export const places = {
  tasks: (workspace: string) => `/w/${part(workspace)}/tasks`,
  slxs: (workspace: string) => `/w/${part(workspace)}/slxs`,
  slx: (workspace: string, slx: string) => `/w/${part(workspace)}/slxs/${part(slx)}`,
  issues: (workspace: string) => `/w/${part(workspace)}/issues`,
  issue: (workspace: string, issue: string) => `/w/${part(workspace)}/issues/${part(issue)}`,
  sessions: (workspace: string) => `/w/${part(workspace)}/runsessions`,
  session: (workspace: string, session: string) => `/w/${part(workspace)}/runsessions/${part(session)}`,
  run: (workspace: string, run: string) => `/w/${part(workspace)}/runs/${part(run)}`,
  queue: (workspace: string) => `/w/${part(workspace)}/queue`,
  schedules: (workspace: string) => `/w/${part(workspace)}/schedules`,
  collections: '/codecollections',
  collection: (name: string) => `/codecollections/${part(name)}`,
  workers: '/workers',
};
