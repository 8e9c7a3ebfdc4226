import type { components } from './schema.gen';

type Schemas = components['schemas'];

export type CancelledRuns = Schemas['CancelledRuns'];
export type CodeBundle = Schemas['CodeBundle'];
export type CodeCollection = Schemas['CodeCollection'];
export type CodeCollectionSpec = Schemas['CodeCollectionSpec'];
export type ConcurrencyLimit = Schemas['ConcurrencyLimit'];
export type ConcurrencyLimitSpec = Schemas['ConcurrencyLimitSpec'];
export type Credentials = Schemas['Credentials'];
export type Finding = Schemas['Finding'];
export type Identity = Schemas['Identity'];
export type Insight = Schemas['Insight'];
export type Issue = Schemas['Issue'];
export type Occurrence = Schemas['Occurrence'];
export type Pool = Schemas['Pool'];
export type PoolLane = Schemas['PoolLane'];
export type PurgeRequest = Schemas['PurgeRequest'];
export type QueuedRun = Schemas['QueuedRun'];
export type ReportItem = Schemas['ReportItem'];
export type RunIssue = Schemas['RunIssue'];
export type RunRequest = Schemas['RunRequest'];
export type RunSession = Schemas['RunSession'];
export type Sample = Schemas['Sample'];
export type Slx = Schemas['Slx'];
export type TagCondition = Schemas['TagCondition'];
export type Task = Schemas['Task'];
export type Worker = Schemas['Worker'];
export type Workspace = Schemas['Workspace'];

export type Access = Task['access'];
export type EnvironmentPhase = CodeCollection['environment']['state'];
export type InsightStatus = Insight['status'];
export type Outcome = NonNullable<RunRequest['outcome']>;
export type SyncPhase = CodeCollection['sync']['state'];
