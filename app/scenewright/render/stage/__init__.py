"""Frame plans as a USD stage that Isaac Sim opens and that any other USD program can read.

A stage holds a pool of prims, enough for every frame it was made for. A frame is a set of values for attributes that
exist already: nothing is added or removed while frames are drawn.
"""
