"""The browser's profile: healed after a crash, swept every day, and never losing what matters.

The screen's credential, the page that is kept for when the hub is away and its last picture are in
Local Storage, IndexedDB and Service Worker: nothing here touches those.
"""

import json
import shutil
from pathlib import Path

LOCKS = ("SingletonLock", "SingletonCookie", "SingletonSocket")
SWEPT = (
    "BrowserMetrics",
    "BrowserMetrics-spare.pma",
    "Crash Reports",
    "DeferredBrowserMetrics",
    "GrShaderCache",
    "GraphiteDawnCache",
    "ShaderCache",
    "component_crx_cache",
    "Default/Cache",
    "Default/Code Cache",
    "Default/DawnGraphiteCache",
    "Default/DawnWebGPUCache",
    "Default/GPUCache",
    "Default/Sessions",
    "Default/blob_storage",
)


def heal(profile: Path) -> None:
    """Forget that the last end was a crash: no bubble about it, and no lock that is left over.

    The lock names the computer, so one that was given another name would never start again.
    """
    for name in LOCKS:
        (profile / name).unlink(missing_ok=True)
    preferences = profile / "Default" / "Preferences"
    try:
        said = json.loads(preferences.read_bytes())
        said.setdefault("profile", {}).update(exit_type="Normal", exited_cleanly=True)
    except FileNotFoundError:
        return
    except (ValueError, AttributeError):  # cut short as the power went
        preferences.unlink()
        return
    fresh = preferences.with_suffix(".fresh")
    fresh.write_text(json.dumps(said))
    fresh.replace(preferences)


def sweep(profile: Path) -> None:
    """Throw away what the browser makes again by itself, and what else would only grow."""
    for name in SWEPT:
        path = profile / name
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def swap(profile: Path) -> None:
    """Change places with the profile that was set aside; where there is none, begin a fresh one."""
    aside, other = profile.with_suffix(".aside"), profile.with_suffix(".other")
    if aside.exists():
        aside.rename(other)
    if profile.exists():
        profile.rename(aside)
    if other.exists():
        other.rename(profile)
