// Following the pages of a list to its end.

/** Records a page at most, as the contracts allow. */
export const pageLimit = 200;

interface Page<Item> {
  readonly body: { readonly records: readonly Item[]; readonly next: string | null };
}

/** All records of a list: `read` fetches the page behind a cursor. */
export const allPages = async <Item>(
  read: (page: { readonly limit: number; readonly cursor?: string }) => Promise<Page<Item>>,
): Promise<readonly Item[]> => {
  const records: Item[] = [];
  let cursor: string | null | undefined;
  while (cursor !== null) {
    const page: Page<Item> = await read({ limit: pageLimit, ...(cursor === undefined ? {} : { cursor }) });
    records.push(...page.body.records);
    cursor = page.body.next;
  }
  return records;
};
