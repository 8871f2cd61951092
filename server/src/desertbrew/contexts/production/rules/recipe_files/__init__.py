"""Recipe files of other brewing programs: read whole or refused with a reason, and written as those programs read them.

`read_recipe_file(file_name, content)` is the only door in. It never raises: any bytes give an `ImportResult`.
`write_recipe_file(recipe, kind)` is the door out.
"""

from desertbrew.contexts.production.rules.recipe_files.reading import MAX_FILE_BYTES, read_recipe_file
from desertbrew.contexts.production.rules.recipe_files.writing import ExportFormat, write_recipe_file

__all__ = ["MAX_FILE_BYTES", "ExportFormat", "read_recipe_file", "write_recipe_file"]
