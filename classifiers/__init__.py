"""What kind of paper is this, how sure are we, and why. Text and layout in, a graded guess out.

Imports nothing else of this project.
"""
