"""The commands of `mingbai`, some to a file. What they do stands elsewhere; what is heavy is imported when it is needed."""
