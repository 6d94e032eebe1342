"""The error tree: class, stable code, exit code, one sentence for the person with the mend.

Messages never carry document content: they may end in a log, in Prefect's database or on a screen.
"""

from __future__ import annotations

from typing import ClassVar

from pipeline.vocabulary import DocumentStatus


class IntakeError(Exception):
    """Base of everything raised on purpose. `str(error)` is the sentence."""

    code: ClassVar[str] = "error"
    exit_code: ClassVar[int] = 1

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class UsageError(IntakeError):
    """Bad arguments or a bad case.json."""

    code = "bad_usage"
    exit_code = 2


class ConfigurationError(IntakeError):
    """Settings or policy that cannot work."""

    code = "bad_configuration"
    exit_code = 2


class PolicyError(ConfigurationError):
    """A policy file that is refused, with line and reason."""

    code = "bad_policy"


class CaseFileError(UsageError):
    """A case.json that is missing, not JSON, or has unknown or wrong keys."""

    code = "bad_case_file"


class SystemPackageMissing(ConfigurationError):
    """A program of the system that is needed and not there."""

    code = "system_package_missing"


class PortTaken(ConfigurationError):
    code = "port_taken"


class DiskFull(ConfigurationError):
    code = "disk_full"


class NotFound(UsageError):
    """A case or object that does not exist."""

    code = "not_found"


class StaleDecision(UsageError):
    """A decision on a verdict that has changed since."""

    code = "stale_decision"


class InputError(IntakeError):
    """A file that cannot be read. `status` says which way; one class each, so callers can match."""

    code = "input_not_read"
    exit_code = 3
    status: ClassVar[DocumentStatus] = DocumentStatus.DAMAGED


class EncryptedInput(InputError):
    code = "encrypted"
    status = DocumentStatus.ENCRYPTED

    def __init__(self, message: str = "The file is locked with a password; please send a copy that opens without one.") -> None:
        super().__init__(message)


class DamagedInput(InputError):
    code = "damaged"
    status = DocumentStatus.DAMAGED

    def __init__(self, message: str = "The file is damaged and cannot be opened; please save or scan it again.") -> None:
        super().__init__(message)


class UnsupportedInput(InputError):
    code = "unsupported"
    status = DocumentStatus.UNSUPPORTED

    def __init__(
        self, message: str = "The file type is not accepted; please send a PDF or a picture (PNG, JPEG, TIFF, WEBP, HEIC, BMP)."
    ) -> None:
        super().__init__(message)


class TooLargeInput(InputError):
    code = "too_large"
    status = DocumentStatus.TOO_LARGE

    def __init__(self, message: str = "The file is too large; please send a smaller copy.") -> None:
        super().__init__(message)


class TimedOutInput(InputError):
    code = "timed_out"
    status = DocumentStatus.TIMED_OUT

    def __init__(
        self, message: str = "Reading the file took too long and was stopped; please send a simpler copy, such as a scan."
    ) -> None:
        super().__init__(message)


class EmptyInput(InputError):
    code = "empty"
    status = DocumentStatus.EMPTY

    def __init__(self, message: str = "The file is empty; please send it again.") -> None:
        super().__init__(message)


class ServiceError(IntakeError):
    """A service (store, registry, Prefect) that cannot be reached. Work is kept and can be tried again."""

    code = "service_unreachable"
    exit_code = 4


class StoreUnreachable(ServiceError):
    code = "store_unreachable"


class RegistryUnreachable(ServiceError):
    code = "registry_unreachable"


class PrefectUnreachable(ServiceError):
    code = "prefect_unreachable"
