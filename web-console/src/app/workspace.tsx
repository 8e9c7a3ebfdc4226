import { createContext, type ReactNode, useContext, useEffect } from 'react';
import { useParams } from 'react-router';
import { useWorkspaces } from '../api/workspaces';

const REMEMBERED = 'groundcrew-workspace';
const Current = createContext('default');

/** The workspace of the address, or on pages that belong to none the one to begin in. */
export function WorkspaceFromAddress({ children }: { children: ReactNode }) {
  const { workspace } = useParams();
  const { beginning } = useBeginning();
  const current = workspace ?? beginning;
  useEffect(() => {
    if (workspace !== undefined) {
      try {
        localStorage.setItem(REMEMBERED, workspace);
      } catch {
        // Storage is switched off: the console then starts in the default workspace.
      }
    }
  }, [workspace]);
  return <Current.Provider value={current}>{children}</Current.Provider>;
}

export function useWorkspace(): string {
  return useContext(Current);
}

/** Where to begin. `known` is false until it was read which workspaces there are, or could not be. */
export function useBeginning(): { beginning: string; known: boolean } {
  const { data, isPending } = useWorkspaces();
  const names = data?.results.map(({ name }) => name) ?? [];
  return { beginning: beginningAmong(names, rememberedWorkspace()), known: !isPending };
}

/** The remembered workspace if it is one of the caller's, else the first of those; without any, the remembered one. */
export function beginningAmong(names: string[], remembered: string): string {
  return names.includes(remembered) ? remembered : (names[0] ?? remembered);
}

function rememberedWorkspace(): string {
  try {
    return localStorage.getItem(REMEMBERED) ?? 'default';
  } catch {
    return 'default';
  }
}
