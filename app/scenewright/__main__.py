"""Where the program starts."""

from scenewright.cli import main

if __name__ == "__main__":
    main()
