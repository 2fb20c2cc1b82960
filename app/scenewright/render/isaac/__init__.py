"""Isaac Sim as an engine: found, checked, started and watched here; driven by `isaac_worker` in its own Python.

Every call that is made into Isaac Sim is listed in CALLS.md beside this file.
"""
