"""What each verb of the command line does: one module a verb, with ``run(options)``, which returns the exit code."""
