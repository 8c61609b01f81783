"""The suppliers of the sample company, each named after its story."""

from sample.stories import corrective, detection, paper, practice, standing
from sample.tellers import Tellers

CHAPTERS = (paper, practice, detection, corrective, standing)


def tell_all(tell: Tellers) -> None:
    """Tell every story; nothing is written yet."""
    for chapter in CHAPTERS:
        for story in chapter.STORIES:
            story(tell)
