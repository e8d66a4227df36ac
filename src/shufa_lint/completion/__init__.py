"""Scripts that complete the command line in a shell, made of what the command line is (data) by one module a shell."""
