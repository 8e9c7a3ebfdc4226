import { Table } from '@mantine/core';
import type { ReactNode } from 'react';

/** A column's heading; numbers stand on the right. */
type Column = string | { name: string; width?: number | string; right?: boolean };

interface DataTableProps {
  /** What screen readers call it. */
  label: string;
  /** In pixels; on narrower screens it scrolls by itself. */
  minWidth: number;
  columns: Column[];
  /** Whether the rows end with a cell of buttons. */
  actions?: boolean;
  /** The rows. */
  children: ReactNode;
}

/** A list of things of one kind, a row each. */
export function DataTable({ label, minWidth, columns, actions, children }: DataTableProps) {
  return (
    <Table.ScrollContainer minWidth={minWidth} type="native">
      <Table verticalSpacing={7} horizontalSpacing="md" highlightOnHover aria-label={label}>
        <Table.Thead>
          <Table.Tr>
            {columns
              .map((column) => (typeof column === 'string' ? { name: column } : column))
              .map(({ name, width, right }) => (
                <Table.Th key={name} w={width} ta={right ? 'right' : undefined}>
                  {name}
                </Table.Th>
              ))}
            {actions && (
              <Table.Th>
                <span className="visually-hidden">What can be done</span>
              </Table.Th>
            )}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>{children}</Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
