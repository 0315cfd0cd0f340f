"""Programs by others that match names, each run in a process of its own on a task in a file.

They are not dependencies of Lionrock: `make bench` installs them into `.venv-bench`.
"""
