/** Files on their way are kept in this browser, so that a reload can go on with them without asking. */
const store = "files";
/** A larger file is asked for again instead of being copied. */
const largestKept = 512 * 1024 * 1024;

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("suppliers-import-uploads", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(store);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("refused"));
  });
}

async function ask<T>(mode: IDBTransactionMode, what: (files: IDBObjectStore) => IDBRequest): Promise<T | undefined> {
  try {
    const database = await open();
    return await new Promise<T>((resolve, reject) => {
      const request = what(database.transaction(store, mode).objectStore(store));
      request.onsuccess = () => resolve(request.result as T);
      request.onerror = () => reject(request.error ?? new Error("refused"));
    }).finally(() => database.close());
  } catch {
    // Private windows and full disks refuse: then the file is asked for again after a reload.
    return undefined;
  }
}

export async function keepFile(id: string, file: File) {
  if (file.size <= largestKept) await ask("readwrite", (files) => files.put(file, id));
}
export const keptFile = (id: string) => ask<File>("readonly", (files) => files.get(id));
export async function dropFile(id: string) {
  await ask("readwrite", (files) => files.delete(id));
}
