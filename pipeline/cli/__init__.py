"""The command line: one module a command, each with `register(app)`; assembled here, entered through `flows.cli`."""
