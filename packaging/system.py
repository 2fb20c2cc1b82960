"""What Scenewright needs from the operating system: `venv`, and on Linux Vulkan, the window's libraries and a font."""

from __future__ import annotations

import ctypes
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from steps import NEEDS_A_PERSON, run_quietly, show_tail, stop

INSTALL_COMMANDS = {
    "apt-get": "apt-get install",
    "dnf": "dnf install",
    "pacman": "pacman -S",
    "zypper": "zypper install",
    "apk": "apk add",
}
# Mesa's drivers include one that runs on the processor, so a machine without a graphics card can render.
VULKAN_PACKAGES = {
    "apt-get": "mesa-vulkan-drivers libvulkan1",
    "dnf": "mesa-vulkan-drivers vulkan-loader",
    "pacman": "vulkan-swrast vulkan-icd-loader",
    "zypper": "libvulkan_lvp libvulkan1",
    "apk": "mesa-vulkan-swrast vulkan-loader",
}
# What Qt's window loads beside its own wheel, by the library that is looked for.
QT_LIBRARIES = {
    "libEGL.so.1": ("libegl1", "mesa-libEGL", "libglvnd", "Mesa-libEGL1"),
    "libGL.so.1": ("libgl1", "mesa-libGL", "libglvnd", "Mesa-libGL1"),
    "libdbus-1.so.3": ("libdbus-1-3", "dbus-libs", "dbus", "libdbus-1-3"),
    "libfontconfig.so.1": ("libfontconfig1", "fontconfig", "fontconfig", "fontconfig"),
    "libglib-2.0.so.0": ("libglib2.0-0", "glib2", "glib2", "libglib-2_0-0"),
    "libX11-xcb.so.1": ("libx11-xcb1", "libX11-xcb", "libx11", "libX11-xcb1"),
    "libxcb-cursor.so.0": ("libxcb-cursor0", "xcb-util-cursor", "xcb-util-cursor", "libxcb-cursor0"),
    "libxcb-icccm.so.4": ("libxcb-icccm4", "xcb-util-wm", "xcb-util-wm", "libxcb-icccm4"),
    "libxcb-image.so.0": ("libxcb-image0", "xcb-util-image", "xcb-util-image", "libxcb-image0"),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1", "xcb-util-keysyms", "xcb-util-keysyms", "libxcb-keysyms1"),
    "libxcb-randr.so.0": ("libxcb-randr0", "libxcb", "libxcb", "libxcb-randr0"),
    "libxcb-render-util.so.0": (
        "libxcb-render-util0",
        "xcb-util-renderutil",
        "xcb-util-renderutil",
        "libxcb-render-util0",
    ),
    "libxcb-shape.so.0": ("libxcb-shape0", "libxcb", "libxcb", "libxcb-shape0"),
    "libxcb-sync.so.1": ("libxcb-sync1", "libxcb", "libxcb", "libxcb-sync1"),
    "libxcb-xfixes.so.0": ("libxcb-xfixes0", "libxcb", "libxcb", "libxcb-xfixes0"),
    "libxcb-xkb.so.1": ("libxcb-xkb1", "libxcb", "libxcb", "libxcb-xkb1"),
    "libxkbcommon.so.0": ("libxkbcommon0", "libxkbcommon", "libxkbcommon", "libxkbcommon0"),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0", "libxkbcommon-x11", "libxkbcommon-x11", "libxkbcommon-x11-0"),
}
QT_MANAGERS = ("apt-get", "dnf", "pacman", "zypper")
FONT_PACKAGES = {
    "apt-get": "fonts-dejavu-core",
    "dnf": "dejavu-sans-fonts",
    "pacman": "ttf-dejavu",
    "zypper": "dejavu-fonts",
    "apk": "font-dejavu",
}
FONT_SUFFIXES = {".ttf", ".otf", ".ttc"}
APT = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-y", "-o", "DPkg::Lock::Timeout=120"]


def ensure_system(*, with_venv: bool) -> None:
    """See to it that the operating system has what Scenewright needs, installing it where that is allowed.

    Args:
        with_venv: Whether an environment has yet to be made.
    """
    missing = find_missing(with_venv=with_venv)
    if not missing:
        return
    install(missing)
    importlib.invalidate_caches()
    still = find_missing(with_venv=with_venv)
    if still:
        remedy = "Use a Python from https://www.python.org, and install the driver of your graphics card."
        stop(f"Still missing after the installation: {', '.join(still)}.", remedy, NEEDS_A_PERSON)


def find_missing(*, with_venv: bool) -> dict[str, dict[str, str]]:
    """Return what is missing, and by package manager the packages that bring it.

    Debian and Ubuntu package Python's venv apart. macOS has Metal and Windows has Direct3D, so only Linux needs Vulkan.
    """
    missing = {}
    if with_venv and not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        missing[f"Python {version}'s venv module"] = {"apt-get": f"python{version}-venv"}
    if sys.platform.startswith("linux") and not has_vulkan():
        missing["a Vulkan graphics driver"] = VULKAN_PACKAGES
    if sys.platform.startswith("linux"):
        libraries = [name for name in QT_LIBRARIES if not loads(name)]
        if libraries:
            missing["libraries of the window system"] = packages_of(libraries)
        if not has_font():
            missing["a font"] = FONT_PACKAGES
    return missing


def packages_of(libraries: list[str]) -> dict[str, str]:
    """Return the packages that bring some of Qt's libraries, by package manager."""
    names = {}
    for column, manager in enumerate(QT_MANAGERS):
        names[manager] = " ".join(dict.fromkeys(QT_LIBRARIES[library][column] for library in libraries))
    return names


def has_font() -> bool:
    """Return whether any font is installed: without one a window shows boxes for letters."""
    shared = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    own = os.environ.get("XDG_DATA_HOME") or Path("~/.local/share").expanduser()
    folders = [*(Path(place, "fonts") for place in (*shared.split(":"), own)), Path("~/.fonts").expanduser()]
    return any(
        Path(name).suffix.lower() in FONT_SUFFIXES
        for folder in folders
        for _, _, names in os.walk(folder)
        for name in names
    )


def has_vulkan() -> bool:
    """Return whether the Vulkan loader and at least one driver can be loaded."""
    if not loads("libvulkan.so.1"):
        return False
    if os.environ.get("VK_DRIVER_FILES") or os.environ.get("VK_ICD_FILENAMES"):
        return True
    shared = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    own = os.environ.get("XDG_DATA_HOME") or Path("~/.local/share").expanduser()
    folders = ["/usr/share", "/usr/local/share", "/etc", "/usr/local/etc", *shared.split(":"), own]
    manifests = (path for folder in folders for path in sorted(Path(folder, "vulkan/icd.d").glob("*.json")))
    return any(driver_loads(manifest) for manifest in manifests)


def driver_loads(manifest: Path) -> bool:
    """Return whether the library a driver's manifest names can be loaded."""
    try:
        library = json.loads(manifest.read_bytes())["ICD"]["library_path"]
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return loads(str(manifest.parent / library) if "/" in library else library)


def loads(library: str) -> bool:
    """Return whether a shared library can be loaded."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def install(missing: dict[str, dict[str, str]]) -> None:
    """Install system packages through apt-get where that is allowed; otherwise say what to type, and stop.

    Args:
        missing: What is missing, as `find_missing` returns it.
    """
    sentence = f"Missing: {' and '.join(missing)}."
    manager = next((name for name in INSTALL_COMMANDS if shutil.which(name)), "")
    if not sys.platform.startswith("linux") or not all(manager in packages for packages in missing.values()):
        stop(sentence, "Install it (Python from https://www.python.org) and run this again.", NEEDS_A_PERSON)
    names = " ".join(packages[manager] for packages in missing.values())
    is_root = os.geteuid() == 0
    typed = f"  {'' if is_root else 'sudo '}{INSTALL_COMMANDS[manager]} {names}"
    if manager != "apt-get" or not (is_root or has_sudo()):
        stop(f"{sentence} Type exactly:", f"{typed}\nand run this again.", NEEDS_A_PERSON)
    apt = APT if is_root else ["sudo", "-n", *APT]
    commands = [*apt, "update"], [*apt, "install", "--no-install-recommends", *names.split()]
    done, output = run_quietly(f"{sentence} Installing {names}", *commands)
    if not done:
        show_tail(output)
        remedy = f"Check the network and the disk, or type exactly:\n{typed}\nand run this again."
        stop(f"apt-get could not install {names}.", remedy, NEEDS_A_PERSON)


def has_sudo() -> bool:
    """Return whether sudo works without asking for a password."""
    if not shutil.which("sudo"):
        return False
    return subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
