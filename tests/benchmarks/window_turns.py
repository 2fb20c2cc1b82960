"""How long the window is ever busy: a walk through all of it, with the worst turns of its event loop by step.

    python tests/benchmarks/window_turns.py [--project cup_detection] [--at-once] [--lines]

The whole window with its real preview process, off screen, from the moment it is shown to its end. Goal: no turn over
50 ms. `--at-once` opens the project as `scenewright designer PROJECT` does, while what that needs is being imported.
`--lines` also says which lines of our code slow turns were at.
"""

if __name__ == "__main__":
    # Only here: the preview's process imports this module anew, and is to import as little as the program's own.
    from window_walk import main

    main()
