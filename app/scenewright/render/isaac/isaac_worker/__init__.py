"""Draws frames inside Isaac Sim. Runs by path under Isaac's own Python (3.10 to 3.12).

Standard library, numpy and Isaac only: nothing of this program, and nothing that Isaac does not bring along.
"""
