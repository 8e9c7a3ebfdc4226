import { Center, Loader } from '@mantine/core';
import { Navigate, Route, Routes } from 'react-router';
import { useSession } from '../api/session';
import { Unreachable } from '../components/Unreachable';
import { CollectionPage } from '../features/collections/CollectionPage';
import { CollectionsPage } from '../features/collections/CollectionsPage';
import { IssuePage } from '../features/issues/IssuePage';
import { IssuesPage } from '../features/issues/IssuesPage';
import { LoginPage } from '../features/login/LoginPage';
import { QueuePage } from '../features/queue/QueuePage';
import { RunPage } from '../features/runs/RunPage';
import { SessionPage } from '../features/runs/SessionPage';
import { SessionsPage } from '../features/runs/SessionsPage';
import { SchedulesPage } from '../features/schedules/SchedulesPage';
import { SlxPage } from '../features/slxs/SlxPage';
import { SlxsPage } from '../features/slxs/SlxsPage';
import { TasksPage } from '../features/tasks/TasksPage';
import { WorkersPage } from '../features/workers/WorkersPage';
import { NotFoundPage } from './NotFoundPage';
import { places } from './places';
import { Shell } from './Shell';
import { useBeginning } from './workspace';

export function App() {
  const session = useSession();
  if (session.data === undefined) {
    return session.error === null ? <Waiting /> : <Unreachable problem={session.error} />;
  }
  if (session.data === null) {
    return <LoginPage />;
  }
  return (
    <Routes>
      <Route path="/" element={<Beginning />} />
      <Route path="/w/:workspace" element={<Shell />}>
        <Route index element={<Navigate to="tasks" replace />} />
        <Route path="tasks" element={<TasksPage />} />
        <Route path="slxs" element={<SlxsPage />} />
        <Route path="slxs/:slx" element={<SlxPage />} />
        <Route path="issues" element={<IssuesPage />} />
        <Route path="issues/:issue" element={<IssuePage />} />
        <Route path="runsessions" element={<SessionsPage />} />
        <Route path="runsessions/:session" element={<SessionPage />} />
        <Route path="schedules" element={<SchedulesPage />} />
        <Route path="queue" element={<QueuePage />} />
        <Route path="runs/:run" element={<RunPage />} />
        <Route path="*" element={<NotFoundPage />} />
      </Route>
      <Route element={<Shell />}>
        <Route path="/codecollections" element={<CollectionsPage />} />
        <Route path="/codecollections/:collection" element={<CollectionPage />} />
        <Route path="/workers" element={<WorkersPage />} />
        <Route path="*" element={<NotFoundPage />} />
      </Route>
    </Routes>
  );
}

function Beginning() {
  const { beginning, known } = useBeginning();
  return known ? <Navigate to={places.tasks(beginning)} replace /> : <Waiting />;
}

function Waiting() {
  return (
    <Center h="100vh">
      <Loader aria-label="Loading the console" />
    </Center>
  );
}
