"""Validates OCFL objects with ocfl-py, one by one: writes each folder with the codes of what was found in it."""
import sys

from ocfl.validator import Validator

for path in sys.argv[1:]:
    validator = Validator(log_warnings=True)
    valid = validator.validate_object(path)
    print(path, "valid" if valid else "invalid", *sorted(validator.log.codes))
