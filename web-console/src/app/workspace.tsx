import { createContext, type ReactNode, useContext, useEffect } from 'react';
import { useParams } from 'react-router';

const REMEMBERED = 'groundcrew-workspace';
const Current = createContext('default');

/** The workspace of the address, or the last one visited on pages that belong to none. */
export function WorkspaceFromAddress({ children }: { children: ReactNode }) {
  const { workspace } = useParams();
  const current = workspace ?? rememberedWorkspace();
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

export function rememberedWorkspace(): string {
  try {
    return localStorage.getItem(REMEMBERED) ?? 'default';
  } catch {
    return 'default';
  }
}
