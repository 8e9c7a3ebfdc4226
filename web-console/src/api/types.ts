import type { components } from './schema.gen';

type Schemas = components['schemas'];

export type CodeBundle = Schemas['CodeBundle'];
export type CodeCollection = Schemas['CodeCollection'];
export type CodeCollectionSpec = Schemas['CodeCollectionSpec'];
export type Credentials = Schemas['Credentials'];
export type Finding = Schemas['Finding'];
export type Identity = Schemas['Identity'];
export type Insight = Schemas['Insight'];
export type Issue = Schemas['Issue'];
export type Occurrence = Schemas['Occurrence'];
export type ReportItem = Schemas['ReportItem'];
export type RunIssue = Schemas['RunIssue'];
export type RunRequest = Schemas['RunRequest'];
export type RunSession = Schemas['RunSession'];
export type Sample = Schemas['Sample'];
export type Slx = Schemas['Slx'];
export type Task = Schemas['Task'];
export type Worker = Schemas['Worker'];
export type Workspace = Schemas['Workspace'];

export type Access = Task['access'];
export type EnvironmentPhase = CodeCollection['environment']['state'];
export type InsightStatus = Insight['status'];
export type Outcome = NonNullable<RunRequest['outcome']>;
export type SyncPhase = CodeCollection['sync']['state'];
