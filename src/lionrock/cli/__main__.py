"""`python -m lionrock.cli`: the same as the command `lionrock`."""

from lionrock.cli import main

main()
