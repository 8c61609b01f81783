"""The suppliers of the sample company, each named after its story."""

from sample.stories import asked, change, corrective, detection, means, paper, practice, standing
from sample.tellers import Tellers

CHAPTERS = (paper, practice, change, detection, corrective, standing, means, asked)


def tell_all(tell: Tellers) -> None:
    """Tell every story; nothing is written yet."""
    for chapter in CHAPTERS:
        for story in chapter.STORIES:
            story(tell)
