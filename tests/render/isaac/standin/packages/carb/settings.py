"""The stand-in's settings."""

from standin import state


class _Settings:
    def set(self, path: str, value) -> None:
        if not path.startswith("/"):
            raise ValueError(f"{path} is no path of a setting")
        state.settings[path] = value


def get_settings():
    state.running()
    return _Settings()
