/** What the exit code says; a gate (1) comes with a later version. */
export const ExitCode = {
  fine: 0,
  /** Options, configuration, a snapshot or credentials have to be changed. */
  usage: 2,
  /** The report is written, but something could not be seen or judged. */
  incomplete: 3,
  /** A mistake of stocktake itself. */
  bug: 70,
  interrupted: 130,
} as const;
