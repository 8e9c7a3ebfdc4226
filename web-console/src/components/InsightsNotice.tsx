import type { ApiProblem } from '../api/client';
import { Notice } from './Notice';

interface InsightsNoticeProps {
  insights: { data: { results: unknown[]; complete: boolean } | undefined; error: ApiProblem | null };
}

/** Says why some statuses are not known. */
export function InsightsNotice({ insights: { data, error } }: InsightsNoticeProps) {
  if (error !== null) {
    return (
      <Notice tone="notice" mb="sm" role="status" title="The latest results could not be read">
        {error.message}
      </Notice>
    );
  }
  return data === undefined || data.complete ? null : (
    <Notice tone="notice" mb="sm">
      Only the first {data.results.length.toLocaleString()} results were read, so some are not known here.
    </Notice>
  );
}
