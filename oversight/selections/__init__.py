"""Which rows a number counts. A figure and the page of its rows ask the same function, so that
they can never disagree.
"""
