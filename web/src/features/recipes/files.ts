const RECIPE = /\.(bsmx|xml|json|beerxml|beerjson)$/i;

/** Of a folder's files, those that look like recipes: it may hold pictures and notes too. */
export function recipesAmong(files: Iterable<File>): File[] {
  return [...files].filter((file) => RECIPE.test(file.name));
}

function contentOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const found: FileSystemEntry[] = [];
  return new Promise((resolve, reject) => {
    // A browser hands a folder over a hundred entries at a time, and an empty list at the end.
    const more = () =>
      reader.readEntries((entries) => {
        if (entries.length === 0) resolve(found);
        else {
          found.push(...entries);
          more();
        }
      }, reject);
    more();
  });
}

async function filesIn(entry: FileSystemEntry): Promise<File[]> {
  if (entry.isFile)
    return [await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))];
  const inside = await contentOf(entry as FileSystemDirectoryEntry);
  return recipesAmong((await Promise.all(inside.map(filesIn))).flat());
}

/** The files that were dropped, and those of dropped folders at any depth. */
export async function dropped(items: DataTransferItemList): Promise<File[]> {
  // Taken at once: the list is emptied as soon as the event is over.
  const entries = [...items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  return (await Promise.all(entries.map(filesIn))).flat();
}
