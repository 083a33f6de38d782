"""The commands of the command line: options, messages and exit status; no rules of their own."""
