/** The read-only view of a folder or store that the OCFL validator walks. */

/** What stands directly in a folder, by full paths. */
export interface TreeChildren {
  readonly files: readonly string[];
  /** Empty folders included, where the medium has them. */
  readonly folders: readonly string[];
  /** Symbolic links, sockets, devices: whatever is neither a regular file nor a folder. */
  readonly others?: readonly string[];
}

/** All that a versioned place keeps under one path, besides what it shows. */
export interface FileHistory {
  readonly path: string;
  /** How often the file was written with bytes that the place tells apart. */
  readonly versions: number;
  /** Delete markers, on top of the versions or among them. */
  readonly markers: number;
  /** Whether a marker is the newest of all, so that readers see no file. */
  readonly isHidden: boolean;
}

/** Paths are relative to the tree's top, `/` between the names, `""` for the top itself. */
export interface Tree {
  /** A folder that is not there has no children. */
  children(path: string): Promise<TreeChildren>;
  /** A small file whole; undefined when it is absent. */
  read(path: string): Promise<Uint8Array | undefined>;
  /** A file of any size; undefined when it is absent. */
  open(path: string): Promise<AsyncIterable<Uint8Array> | undefined>;
  /**
   * The digest (hex) that the server itself computed of the whole file and keeps, where it does; undefined where it has
   * none by that algorithm. `algorithm` is OCFL's name: `sha256`, `sha512`.
   */
  serverDigest?(path: string, algorithm: string): Promise<string | undefined>;
  /** The history of every file below a folder, hidden ones too, by path; only a versioned place has any. */
  history?(folder: string): AsyncIterable<FileHistory>;
}

/** The path of `name` in `folder`. */
export function joinPath(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}

/** The last name of a path. */
export function lastName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** True where nothing stands, not even an empty folder: on most stores as good as not there. */
export function isEmptyFolder({ files, folders, others = [] }: TreeChildren): boolean {
  return files.length + folders.length + others.length === 0;
}
