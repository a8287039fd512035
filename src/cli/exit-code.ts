/** What the exit code says. */
export const ExitCode = {
  fine: 0,
  /** A gate stops: its policy names something that was found. */
  stopped: 1,
  /** Options, configuration, a snapshot or credentials have to be changed. */
  usage: 2,
  /** The report is written, but something could not be seen or judged. */
  incomplete: 3,
  /** A mistake of stocktake itself. */
  bug: 70,
  interrupted: 130,
} as const;
