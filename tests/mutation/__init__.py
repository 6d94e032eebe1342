"""Does a test notice when a comparison of the verdict or of a check is flipped?"""
