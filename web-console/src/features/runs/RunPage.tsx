import { useParams } from 'react-router';
import { useRun } from '../../api/runs';
import { places } from '../../app/places';
import { useWorkspace } from '../../app/workspace';
import { PageHeader } from '../../components/layout';
import { RelativeTime } from '../../components/RelativeTime';
import { Loaded } from '../../components/states';
import { RunActions } from './RunActions';
import { RunView } from './RunView';

/** One run by its own address: scheduled checks belong to no session. */
export function RunPage() {
  const workspace = useWorkspace();
  const { run: id = '' } = useParams();
  const run = useRun(workspace, id);
  return (
    <Loaded query={run} what="this run">
      {(loaded) => (
        <>
          <PageHeader
            title={`${loaded.kind === 'sli' ? 'Health check' : 'Run'} of ${loaded.slxShortName}`}
            parent={
              loaded.runSessionId === undefined
                ? { label: loaded.slxShortName, to: places.slx(workspace, loaded.slxShortName) }
                : { label: 'Run session', to: places.session(workspace, loaded.runSessionId) }
            }
            description={
              <>
                Asked <RelativeTime at={loaded.requestTime} />
                {loaded.requester && ` by ${loaded.requester}`}
              </>
            }
            actions={<RunActions run={loaded} />}
          />
          <RunView key={loaded.id} id={loaded.id} known={loaded} />
        </>
      )}
    </Loaded>
  );
}
