"""`python -m desertbrew.apps.cli`."""

from desertbrew.apps.cli.main import main

main()
